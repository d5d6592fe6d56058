#include "words.h"

#include <string.h>

#define SHOWN 3

/* The weights of word i stand in column[k], weight[k] for k from from[i] up to from[i + 1]. */
typedef struct {
    PyObject_HEAD
    Automaton automaton;
    int32_t *from, *column, *weight;
    int32_t columns;
} Words;

static int read_weights(Words *self, PyObject *rows)
{
    Py_ssize_t count = PyList_GET_SIZE(rows), whole = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *row = PyList_GET_ITEM(rows, at);
        if (!PyTuple_Check(row)) {
            PyErr_SetString(PyExc_TypeError, "the weights of a word are a tuple of (column, weight)");
            return -1;
        }
        whole += PyTuple_GET_SIZE(row);
    }
    if (!(self->from = reserve(count + 1, sizeof(int32_t))) || !(self->column = reserve(whole, sizeof(int32_t)))
        || !(self->weight = reserve(whole, sizeof(int32_t)))) {
        return -1;
    }
    int32_t filled = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *row = PyList_GET_ITEM(rows, at);
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(row); i++, filled++) {
            int column, weight;
            if (!PyArg_ParseTuple(PyTuple_GET_ITEM(row, i), "ii", &column, &weight)) {
                return -1;
            }
            if (column < 0 || column >= self->columns || weight < -100000 || weight > 100000) {
                PyErr_SetString(PyExc_ValueError, "a column or a weight is out of bounds");
                return -1;
            }
            self->column[filled] = column;
            self->weight[filled] = weight;
        }
        self->from[at + 1] = filled;
    }
    return 0;
}

static PyObject *words_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"words", "weights", "columns", NULL};
    PyObject *words, *weights;
    int columns;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "$O!O!i", names, &PyList_Type, &words, &PyList_Type, &weights, &columns)) {
        return NULL;
    }
    if (PyList_GET_SIZE(words) != PyList_GET_SIZE(weights) || columns < 0 || columns > 10000) {
        PyErr_SetString(PyExc_ValueError, "words and weights do not fit together");
        return NULL;
    }
    Words *self = (Words *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->columns = columns;
    if (automaton_build(&self->automaton, words) < 0 || read_weights(self, weights) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return (PyObject *)self;
}

static void words_dealloc(Words *self)
{
    PyTypeObject *type = Py_TYPE(self);
    automaton_clear(&self->automaton);
    PyMem_RawFree(self->from);
    PyMem_RawFree(self->column);
    PyMem_RawFree(self->weight);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Keeps of the places of each word the first. Returns how many there are, or -1. */
static Py_ssize_t first_of_each(const Words *self, Places *places)
{
    uint8_t *seen = reserve(self->automaton.literals, 1);
    Py_ssize_t kept = 0;
    if (seen == NULL) {
        return -1;
    }
    for (Py_ssize_t at = 0; at < places->count; at++) {
        Place place = places->at[at];
        if (!seen[place.literal]) {
            seen[place.literal] = 1;
            places->at[kept++] = place;
        }
    }
    PyMem_RawFree(seen);
    return kept;
}

/* The sums of the columns that a word of the text speaks of; None for the others. */
static PyObject *sums_of(const Words *self, const Place *found, Py_ssize_t count)
{
    int64_t *sum = reserve(self->columns, sizeof *sum);
    uint8_t *told = reserve(self->columns, 1);
    PyObject *sums = sum && told ? PyList_New(self->columns) : NULL;
    for (Py_ssize_t at = 0; sums != NULL && at < count; at++) {
        for (int32_t i = self->from[found[at].literal]; i < self->from[found[at].literal + 1]; i++) {
            sum[self->column[i]] += self->weight[i];
            told[self->column[i]] = 1;
        }
    }
    for (int32_t column = 0; sums != NULL && column < self->columns; column++) {
        PyObject *one = told[column] ? PyLong_FromLongLong(sum[column]) : Py_NewRef(Py_None);
        if (one == NULL) {
            Py_CLEAR(sums);
            break;
        }
        PyList_SET_ITEM(sums, column, one);
    }
    PyMem_RawFree(sum);
    PyMem_RawFree(told);
    return sums;
}

static PyObject *words_read(Words *self, PyObject *object)
{
    Text text;
    Places places = {0};
    Py_ssize_t count;
    PyObject *sums = NULL, *found = NULL, *result = NULL;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    if (automaton_find(&self->automaton, &text, &places) == 0 && (count = first_of_each(self, &places)) >= 0
        && (sums = sums_of(self, places.at, count))
        && (found = PyBytes_FromStringAndSize((const char *)places.at, count * (Py_ssize_t)sizeof(Place)))) {
        result = Py_BuildValue("(nOO)", count, sums, found);
    }
    Py_XDECREF(sums);
    Py_XDECREF(found);
    places_clear(&places);
    return result;
}

typedef struct {
    int32_t weight, length, start, end;
} Told;

static int is_before(const Told *a, const Told *b)
{
    if (a->weight != b->weight) {
        return a->weight > b->weight;
    }
    if (a->length != b->length) {
        return a->length > b->length;
    }
    return a->start != b->start ? a->start < b->start : a->end < b->end;
}

/* Puts `one` into the sorted row of the best, at most SHOWN. */
static int put(Told *best, int count, Told one)
{
    int at = count < SHOWN ? count : SHOWN;
    if (at == SHOWN && !is_before(&one, &best[SHOWN - 1])) {
        return count;
    }
    at = at == SHOWN ? SHOWN - 1 : at;
    for (; at > 0 && is_before(&one, &best[at - 1]); at--) {
        best[at] = best[at - 1];
    }
    best[at] = one;
    return count < SHOWN ? count + 1 : count;
}

static PyObject *words_strongest(Words *self, PyObject *args)
{
    Py_buffer found;
    int column;
    if (!PyArg_ParseTuple(args, "y*i", &found, &column)) {
        return NULL;
    }
    Told whole[SHOWN], any[SHOWN];
    int wholes = 0, anys = 0;
    for (Py_ssize_t at = 0; at < found.len / (Py_ssize_t)sizeof(Place); at++) {
        Place place;
        memcpy(&place, (const char *)found.buf + (size_t)at * sizeof place, sizeof place);
        if (place.literal < 0 || place.literal >= self->automaton.literals) {
            continue; /* no answer of read() */
        }
        for (int32_t i = self->from[place.literal]; i < self->from[place.literal + 1]; i++) {
            if (self->column[i] == column && self->weight[i] > 0) {
                Told one = {self->weight[i], self->automaton.length[place.literal], place.start, place.end};
                anys = put(any, anys, one);
                wholes = one.length >= 2 ? put(whole, wholes, one) : wholes;
            }
        }
    }
    PyBuffer_Release(&found);
    const Told *best = wholes ? whole : any;
    int count = wholes ? wholes : anys;
    PyObject *places = PyTuple_New(count);
    for (int at = 0; places != NULL && at < count; at++) {
        PyObject *place = Py_BuildValue("(ii)", best[at].start, best[at].end);
        if (place == NULL) {
            Py_CLEAR(places);
            break;
        }
        PyTuple_SET_ITEM(places, at, place);
    }
    return places;
}

static PyMethodDef words_methods[] = {
    {"read", (PyCFunction)words_read, METH_O, "read(text) -> (words in it, [sum or None for each column], where they stand)"},
    {"strongest", (PyCFunction)words_strongest, METH_VARARGS, "strongest(where they stand, column) -> at most three places"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot words_slots[] = {
    {Py_tp_new, words_new},
    {Py_tp_dealloc, words_dealloc},
    {Py_tp_methods, words_methods},
    {0, NULL},
};

PyType_Spec words_spec = {
    .name = "madoguchi._native.Words",
    .basicsize = sizeof(Words),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = words_slots,
};
