/* The tables that rows.c works on: made once from what the knowledge says, checked number by number. */
#include "rows.h"

/* Reads a number of a tuple that must lie in [low, high). Returns -1 with an exception set; `number` may be negative. */
static int number_in(PyObject *tuple, Py_ssize_t at, int32_t low, int32_t high, int32_t *number)
{
    long value = PyLong_AsLong(PyTuple_GET_ITEM(tuple, at));
    if (value == -1 && PyErr_Occurred()) {
        return -1;
    }
    if (value < low || value >= high) {
        PyErr_Format(PyExc_ValueError, "%ld does not lie in [%d, %d)", value, (int)low, (int)high);
        return -1;
    }
    *number = (int32_t)value;
    return 0;
}

/* Makes `lists` of a list of tuples of numbers below `high`. */
static int read_lists(PyObject *rows, int32_t high, Lists *lists)
{
    if (!PyList_Check(rows)) {
        PyErr_SetString(PyExc_TypeError, "a list of tuples is wanted");
        return -1;
    }
    Py_ssize_t count = PyList_GET_SIZE(rows), whole = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        if (!PyTuple_Check(PyList_GET_ITEM(rows, at))) {
            PyErr_SetString(PyExc_TypeError, "a list of tuples is wanted");
            return -1;
        }
        whole += PyTuple_GET_SIZE(PyList_GET_ITEM(rows, at));
    }
    if (whole > TEXT_MOST || !(lists->from = reserve(count + 1, sizeof(int32_t)))
        || !(lists->flat = reserve(whole, sizeof(int32_t)))) {
        return PyErr_Occurred() ? -1 : (PyErr_SetString(PyExc_ValueError, "too many numbers"), -1);
    }
    int32_t filled = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *row = PyList_GET_ITEM(rows, at);
        lists->from[at] = filled;
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(row); i++) {
            if (number_in(row, i, 0, high, &lists->flat[filled++]) < 0) {
                return -1;
            }
        }
    }
    lists->from[count] = filled;
    return 0;
}

/* Reads the rows: (slots, gaps, owner) each. */
static int read_rows(Rows *self, PyObject *rows)
{
    if (!PyList_Check(rows) || PyList_GET_SIZE(rows) > TEXT_MOST) {
        PyErr_SetString(PyExc_TypeError, "a list of rows is wanted");
        return -1;
    }
    self->row_count = (int32_t)PyList_GET_SIZE(rows);
    Py_ssize_t whole = 0;
    for (int32_t at = 0; at < self->row_count; at++) {
        PyObject *row = PyList_GET_ITEM(rows, at);
        if (!PyTuple_Check(row) || PyTuple_GET_SIZE(row) != 3 || !PyTuple_Check(PyTuple_GET_ITEM(row, 0))
            || !PyTuple_Check(PyTuple_GET_ITEM(row, 1)) || PyTuple_GET_SIZE(PyTuple_GET_ITEM(row, 0)) == 0
            || PyTuple_GET_SIZE(PyTuple_GET_ITEM(row, 0)) != PyTuple_GET_SIZE(PyTuple_GET_ITEM(row, 1)) + 1) {
            PyErr_SetString(PyExc_TypeError, "a row is (slots, gaps between them, owner)");
            return -1;
        }
        whole += PyTuple_GET_SIZE(PyTuple_GET_ITEM(row, 0));
    }
    if (!(self->rows = reserve(self->row_count, sizeof *self->rows)) || !(self->slots = reserve(whole, sizeof(int32_t)))
        || !(self->gaps = reserve(whole, sizeof(int32_t)))) {
        return -1;
    }
    int32_t filled = 0, owners = (int32_t)PyTuple_GET_SIZE(self->owners);
    for (int32_t at = 0; at < self->row_count; at++) {
        PyObject *row = PyList_GET_ITEM(rows, at), *slots = PyTuple_GET_ITEM(row, 0), *gaps = PyTuple_GET_ITEM(row, 1);
        self->rows[at] = (Row){filled, (int32_t)PyTuple_GET_SIZE(slots), 0};
        if (number_in(row, 2, 0, owners, &self->rows[at].owner) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(slots); i++, filled++) {
            if (number_in(slots, i, 0, self->slot_count, &self->slots[filled]) < 0
                || (i > 0 && number_in(gaps, i - 1, -TEXT_MOST, TEXT_MOST, &self->gaps[filled]) < 0)) {
                return -1;
            }
        }
    }
    return 0;
}

PyObject *rows_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"literals", "slots_of", "rows", "rows_of", "alone", "owners", "hit", NULL};
    PyObject *literals, *slots_of, *rows, *rows_of, *alone, *owners, *hit;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "$O!O!O!O!O!O!O!", names, &PyList_Type, &literals, &PyList_Type,
                                     &slots_of, &PyList_Type, &rows, &PyList_Type, &rows_of, &PyList_Type, &alone,
                                     &PyTuple_Type, &owners, &PyType_Type, &hit)) {
        return NULL;
    }
    if (PyList_GET_SIZE(slots_of) != PyList_GET_SIZE(literals) || PyList_GET_SIZE(alone) != PyList_GET_SIZE(literals)
        || PyList_GET_SIZE(rows_of) > TEXT_MOST || !PyType_IsSubtype((PyTypeObject *)hit, &PyTuple_Type)) {
        PyErr_SetString(PyExc_ValueError, "the tables of the rows do not fit together");
        return NULL;
    }
    Rows *self = (Rows *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->owners = Py_NewRef(owners);
    self->hit = (PyTypeObject *)Py_NewRef(hit);
    self->slot_count = (int32_t)PyList_GET_SIZE(rows_of);
    if (automaton_build(&self->automaton, literals) < 0 || read_lists(slots_of, self->slot_count, &self->slots_of) < 0
        || read_rows(self, rows) < 0 || read_lists(rows_of, self->row_count, &self->rows_of) < 0
        || read_lists(alone, (int32_t)PyTuple_GET_SIZE(owners), &self->alone) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

int rows_traverse(Rows *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->owners);
    Py_VISIT(self->hit);
    return 0;
}

void rows_dealloc(Rows *self)
{
    PyTypeObject *type = Py_TYPE(self);
    void *blocks[] = {self->slots_of.from, self->slots_of.flat, self->rows_of.from, self->rows_of.flat,
                      self->alone.from, self->alone.flat, self->rows, self->slots, self->gaps};
    PyObject_GC_UnTrack(self);
    automaton_clear(&self->automaton);
    for (size_t at = 0; at < sizeof blocks / sizeof *blocks; at++) {
        PyMem_RawFree(blocks[at]);
    }
    Py_CLEAR(self->owners);
    Py_CLEAR(self->hit);
    type->tp_free(self);
    Py_DECREF(type);
}
