/* Reading the code points of a str, whatever width it is stored in. */
#ifndef MADOGUCHI_TEXT_H
#define MADOGUCHI_TEXT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>

/* Offsets are kept in 32 bits: a text is refused beyond this, far above the limits of the program. */
#define TEXT_MOST (1 << 28)

typedef struct {
    int kind;
    const void *data;
    Py_ssize_t length;
} Text;

/* Fills `text` from a str; returns -1 with TypeError or ValueError set. The str must outlive `text`. */
static inline int text_of(PyObject *object, Text *text)
{
    if (!PyUnicode_Check(object)) {
        PyErr_Format(PyExc_TypeError, "a str is wanted, not %s", Py_TYPE(object)->tp_name);
        return -1;
    }
    text->kind = PyUnicode_KIND(object);
    text->data = PyUnicode_DATA(object);
    text->length = PyUnicode_GET_LENGTH(object);
    if (text->length > TEXT_MOST) {
        PyErr_SetString(PyExc_ValueError, "the text is too long");
        return -1;
    }
    return 0;
}

static inline Py_UCS4 text_at(const Text *text, Py_ssize_t at)
{
    return PyUnicode_READ(text->kind, text->data, at);
}

/* Returns room for `count` things, all zero; NULL with MemoryError set. To be freed by PyMem_RawFree. */
static inline void *reserve(Py_ssize_t count, size_t size)
{
    void *block = PyMem_RawCalloc(count > 0 ? (size_t)count : 1, size);
    if (block == NULL) {
        PyErr_NoMemory();
    }
    return block;
}

#endif
