#include "levels.h"

#include <string.h>

enum { ODD = 1, SURROGATE = 2 };
enum { RUNS = 1, SINGLES = 2, FIGURES = 4 };

static void mark(Levels *self, int kind, Py_UCS4 first, Py_UCS4 last)
{
    for (Py_UCS4 c = first; c <= last; c++) {
        self->kind[c] |= (uint8_t)kind;
    }
}

static void mark_each(Levels *self, int kind, const Py_UCS4 *chars)
{
    for (; *chars; chars++) {
        mark(self, kind, *chars, *chars);
    }
}

/* The ranges of the Japanese scripts, and the sets that plain_text.py hands over as strings. */
static int read_kinds(Levels *self, PyObject *sets)
{
    static const Py_UCS4 marks[] = {0x309d, 0x309e, 0x30fc, 0x3005, 0x3006, 0x3007, 0};
    static const struct { Py_UCS4 first, last; } ranges[] = {{0x3041, 0x3096}, {0x30a1, 0x30f6}, {0x4e00, 0x9fa5}};
    static const int kinds[] = {GOOD, CJK, TEAR, DOT, LIKE, ALONE, BROKEN};
    for (size_t at = 0; at < sizeof ranges / sizeof *ranges; at++) {
        mark(self, GOOD | CJK, ranges[at].first, ranges[at].last);
    }
    mark_each(self, GOOD | CJK, marks);
    mark(self, GOOD, ' ', '~');
    mark(self, KANA, 0x30a1, 0x30f6);
    mark(self, KANA, 0x30fc, 0x30fc);
    if (PyTuple_GET_SIZE(sets) != (Py_ssize_t)(sizeof kinds / sizeof *kinds)) {
        PyErr_SetString(PyExc_ValueError, "seven sets of characters are wanted");
        return -1;
    }
    for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(sets); at++) {
        Text chars;
        if (text_of(PyTuple_GET_ITEM(sets, at), &chars) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < chars.length; i++) {
            if (text_at(&chars, i) < 65536) {
                self->kind[text_at(&chars, i)] |= (uint8_t)kinds[at];
            }
        }
    }
    return 0;
}

static int read_plain(Levels *self, PyObject *table)
{
    PyObject *from, *to;
    Py_ssize_t at = 0;
    for (uint32_t c = 0; c < 65536; c++) {
        self->plain[c] = (uint16_t)c;
    }
    while (PyDict_Next(table, &at, &from, &to)) {
        if (!PyUnicode_Check(from) || !PyUnicode_Check(to) || PyUnicode_GET_LENGTH(from) != 1
            || PyUnicode_GET_LENGTH(to) != 1 || PyUnicode_READ_CHAR(from, 0) > 65535 || PyUnicode_READ_CHAR(to, 0) > 65535) {
            PyErr_SetString(PyExc_ValueError, "one character of the first plane for another is wanted");
            return -1;
        }
        self->plain[PyUnicode_READ_CHAR(from, 0)] = (uint16_t)PyUnicode_READ_CHAR(to, 0);
    }
    return 0;
}

static PyObject *levels_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"plain", "sets", NULL};
    PyObject *table, *sets;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "$O!O!", names, &PyDict_Type, &table, &PyTuple_Type, &sets)) {
        return NULL;
    }
    Levels *self = (Levels *)type->tp_alloc(type, 0);
    if (self != NULL && (read_plain(self, table) < 0 || read_kinds(self, sets) < 0)) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static void levels_dealloc(Levels *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

/* Which of the first steps have anything to do: 1 an odd character, 2 a lone surrogate. */
static PyObject *levels_survey(Levels *self, PyObject *object)
{
    Text text;
    long found = 0;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    for (Py_ssize_t at = 0; at < text.length; at++) {
        Py_UCS4 c = text_at(&text, at);
        found |= (kind_of(self, c) & GOOD) ? 0 : c >= 0xd800 && c <= 0xdfff ? ODD | SURROGATE : ODD;
    }
    return PyLong_FromLong(found);
}

/* The text with every look-alike, small or capital letter as the level one: one for one, offsets do not move. */
static PyObject *levels_plain(Levels *self, PyObject *object)
{
    Text text;
    Py_UCS4 all = 0;
    int changed = 0;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    for (Py_ssize_t at = 0; at < text.length; at++) {
        Py_UCS4 c = text_at(&text, at), plain = c < 65536 ? self->plain[c] : c;
        changed |= plain != c;
        all |= plain;
    }
    if (!changed) {
        return Py_NewRef(object);
    }
    PyObject *made = PyUnicode_New(text.length, all > 0x10ffff ? 0x10ffff : all);
    if (made == NULL) {
        return NULL;
    }
    int kind = PyUnicode_KIND(made);
    void *data = PyUnicode_DATA(made);
    for (Py_ssize_t at = 0; at < text.length; at++) {
        Py_UCS4 c = text_at(&text, at);
        PyUnicode_WRITE(kind, data, at, c < 65536 ? self->plain[c] : c);
    }
    return made;
}

static int is_katakana(const Text *text, Py_ssize_t at)
{
    return at >= 0 && at < text->length && text_at(text, at) >= 0x30a1 && text_at(text, at) <= 0x30fc;
}

static int is_small(Py_UCS4 c)
{
    return c >= 'a' && c <= 'z';
}

/* A letter, one to three of the figures 0 and 1, a letter: _IN_WORD. */
static int figures_in_word(const Text *text, Py_ssize_t at)
{
    Py_ssize_t behind = at + 1;
    while (behind < text->length && behind - at <= 3 && (text_at(text, behind) == '0' || text_at(text, behind) == '1')) {
        behind++;
    }
    return behind > at + 1 && behind < text->length && is_small(text_at(text, behind));
}

/* Which of the last steps have anything to do: 1 signs in runs of katakana, 2 single katakana, 4 figures in words. */
static PyObject *levels_mends(Levels *self, PyObject *object)
{
    Text text;
    long found = 0;
    int before = 0;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    for (Py_ssize_t at = 0; at < text.length; at++) {
        Py_UCS4 c = text_at(&text, at);
        int kind = kind_of(self, c);
        if (((before & LIKE) && (kind & KANA)) || ((before & KANA) && (kind & LIKE))) {
            found |= RUNS;
        }
        if ((kind & ALONE) && !is_katakana(&text, at - 1) && !is_katakana(&text, at + 1)) {
            found |= SINGLES;
        }
        if (is_small(c) && figures_in_word(&text, at)) {
            found |= FIGURES;
        }
        before = kind;
    }
    return PyLong_FromLong(found);
}

static PyMethodDef levels_methods[] = {
    {"survey", (PyCFunction)levels_survey, METH_O, "survey(text) -> 1: odd characters, 2: lone surrogates"},
    {"plain", (PyCFunction)levels_plain, METH_O, "plain(text) -> the text, character by character levelled"},
    {"without_odd", levels_without_odd, METH_VARARGS, "without_odd(text, one, voiced) -> (text, starts, ends)"},
    {"without_tears", levels_without_tears, METH_VARARGS,
     "without_tears(text, starts, ends) -> (text, starts, ends) or None"},
    {"mends", (PyCFunction)levels_mends, METH_O, "mends(text) -> 1: runs of katakana, 2: single ones, 4: figures in words"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot levels_slots[] = {
    {Py_tp_new, levels_new},
    {Py_tp_dealloc, levels_dealloc},
    {Py_tp_methods, levels_methods},
    {0, NULL},
};

PyType_Spec levels_spec = {
    .name = "madoguchi._native.Levels",
    .basicsize = sizeof(Levels),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = levels_slots,
};
