/* madoguchi._native: the parts of reading a text that are mere work on characters and numbers (decision 015).

   Everything here has a twin in Python that says what it means, and gives the same results. Nothing is kept between two calls but
   the tables that a type was made with, and those are never written again: safe from many threads. */
#include "rows.h"
#include "clues.h"
#include "levels.h"
#include "runs.h"
#include "words.h"

static int add_type(PyObject *module, PyType_Spec *spec)
{
    PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);
    int done = type == NULL ? -1 : PyModule_AddType(module, (PyTypeObject *)type);
    Py_XDECREF(type);
    return done;
}

static int native_exec(PyObject *module)
{
    return add_type(module, &rows_spec) < 0 || add_type(module, &words_spec) < 0 || add_type(module, &levels_spec) < 0
                   || add_type(module, &clues_spec) < 0
               ? -1 : 0;
}

static PyModuleDef_Slot native_slots[] = {
    {Py_mod_exec, native_exec},
    {0, NULL},
};

static PyMethodDef native_methods[] = {
    {"known_words", known_words, METH_VARARGS, "known_words(text, known) -> {word: (start, end)}"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef native_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "madoguchi._native",
    .m_doc = "Reading that is mere work on characters and numbers; the same as its twins in Python.",
    .m_size = 0,
    .m_methods = native_methods,
    .m_slots = native_slots,
};

PyMODINIT_FUNC PyInit__native(void)
{
    return PyModuleDef_Init(&native_module);
}
