#include "clues.h"

#include <string.h>

/* --- one clue ------------------------------------------------------------------------------------------------- */

void key_begin(Key *key, const char *name)
{
    key->count = 0;
    key->whole = 1;
    key_say(key, name);
}

void key_add(Key *key, Py_UCS4 c)
{
    if (key->count == CLUE_MOST) {
        key->whole = 0; /* longer than any that is known */
        return;
    }
    key->chars[key->count++] = c;
}

void key_say(Key *key, const char *words)
{
    for (; *words; words++) {
        key_add(key, (Py_UCS4)(unsigned char)*words);
    }
}

void key_stretch(Key *key, Stretch stretch)
{
    for (Py_ssize_t at = stretch.first; at < stretch.last; at++) {
        key_add(key, text_at(stretch.text, at));
    }
}

Stretch slice(Stretch stretch, Py_ssize_t from, Py_ssize_t to)
{
    Py_ssize_t length = stretch.last - stretch.first;
    from = from < 0 ? from + length : from;
    from = from < 0 ? 0 : from > length ? length : from;
    to = to > length ? length : to;
    to = to < from ? from : to;
    return (Stretch){stretch.text, stretch.first + from, stretch.first + to};
}

Py_UCS4 char_of(Stretch stretch, Py_ssize_t at)
{
    return stretch.first + at < stretch.last ? text_at(stretch.text, stretch.first + at) : 0;
}

static uint32_t hash_of(const Py_UCS4 *chars, int count)
{
    uint64_t hash = 14695981039346656037u;
    for (int at = 0; at < count; at++) {
        hash = (hash ^ chars[at]) * 1099511628211u;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

/* The clue of this name, -1: unknown. `free` is where it would stand. */
static int32_t find(const Clues *self, const Key *key, uint32_t *free)
{
    uint32_t hash = hash_of(key->chars, key->count), at = hash & self->mask;
    for (; self->slots[at].clue != 0; at = (at + 1) & self->mask) {
        int32_t clue = self->slots[at].clue - 1, from = self->from[clue];
        if (self->slots[at].hash == hash && self->from[clue + 1] - from == key->count
            && memcmp(self->chars + from, key->chars, (size_t)key->count * sizeof *key->chars) == 0) {
            return clue;
        }
    }
    *free = at;
    return -1;
}

void count_clue(Sum *sum, const Key *key)
{
    uint32_t free;
    int32_t clue = key->whole ? find(sum->clues, key, &free) : -1;
    if (clue < 0 || (sum->seen[clue >> 3] & 1 << (clue & 7))) {
        return;
    }
    sum->seen[clue >> 3] |= (uint8_t)(1 << (clue & 7));
    for (int role = 0; role < sum->clues->roles; role++) {
        sum->sums[role] += sum->clues->weights[(Py_ssize_t)clue * sum->clues->roles + role];
    }
}

static int key_of(PyObject *object, Key *key)
{
    Text text;
    if (text_of(object, &text) < 0) {
        return -1;
    }
    key_begin(key, "");
    key_stretch(key, (Stretch){&text, 0, text.length});
    return 0;
}

/* --- the table, made once --------------------------------------------------------------------------------------- */

/* 16 bytes, little-endian: the sum of weight << 24 * role, so a weight below zero borrows from the next one. */
static void unpack(Clues *self, int32_t clue, const unsigned char *bytes)
{
    int32_t borrowed = 0;
    for (int role = 0; role < self->roles; role++) {
        const unsigned char *three = bytes + 3 * role;
        int32_t weight = (three[0] | three[1] << 8 | three[2] << 16) + borrowed;
        borrowed = weight >= 1 << 23;
        self->weights[(Py_ssize_t)clue * self->roles + role] = borrowed ? weight - (1 << 24) : weight;
    }
}

static int read_names(Clues *self, PyObject *names, const char *packed)
{
    Py_ssize_t whole = 0;
    for (int32_t clue = 0; clue < self->count; clue++) {
        PyObject *name = PyList_GET_ITEM(names, clue);
        if (!PyUnicode_Check(name) || PyUnicode_GET_LENGTH(name) > CLUE_MOST) {
            PyErr_SetString(PyExc_ValueError, "a clue is no str, or too long");
            return -1;
        }
        whole += PyUnicode_GET_LENGTH(name);
    }
    self->mask = 15;
    while (self->mask < 2 * (uint32_t)self->count) {
        self->mask = self->mask * 2 + 1;
    }
    if (!(self->chars = reserve(whole, sizeof *self->chars)) || !(self->from = reserve(self->count + 1, sizeof(int32_t)))
        || !(self->weights = reserve((Py_ssize_t)self->count * self->roles, sizeof(int32_t)))
        || !(self->slots = reserve((Py_ssize_t)self->mask + 1, sizeof *self->slots))) {
        return -1;
    }
    for (int32_t clue = 0; clue < self->count; clue++) {
        Key key;
        uint32_t free = 0;
        if (key_of(PyList_GET_ITEM(names, clue), &key) < 0) {
            return -1;
        }
        if (find(self, &key, &free) >= 0) {
            PyErr_SetString(PyExc_ValueError, "a clue stands twice");
            return -1;
        }
        memcpy(self->chars + self->from[clue], key.chars, (size_t)key.count * sizeof *key.chars);
        self->from[clue + 1] = self->from[clue] + key.count;
        self->slots[free] = (struct Slot){hash_of(key.chars, key.count), clue + 1};
        unpack(self, clue, (const unsigned char *)packed + 16 * (Py_ssize_t)clue);
    }
    return 0;
}

static PyObject *clues_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    static char *words[] = {"names", "weights", "roles", NULL};
    PyObject *names, *weights;
    int roles;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "$O!O!i", words, &PyList_Type, &names, &PyBytes_Type, &weights, &roles)) {
        return NULL;
    }
    if (roles < 1 || roles > ROLES_MOST || PyList_GET_SIZE(names) > 1 << 20
        || PyBytes_GET_SIZE(weights) != 16 * PyList_GET_SIZE(names)) {
        PyErr_SetString(PyExc_ValueError, "clues and weights do not fit together");
        return NULL;
    }
    Clues *self = (Clues *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->count = (int32_t)PyList_GET_SIZE(names);
    self->roles = roles;
    if (read_names(self, names, PyBytes_AS_STRING(weights)) < 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

static void clues_dealloc(Clues *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyMem_RawFree(self->chars);
    PyMem_RawFree(self->from);
    PyMem_RawFree(self->weights);
    PyMem_RawFree(self->slots);
    type->tp_free(self);
    Py_DECREF(type);
}

/* --- one amount --------------------------------------------------------------------------------------------------- */

static PyObject *sums_of(const Sum *sum)
{
    PyObject *list = PyList_New(sum->clues->roles);
    for (int role = 0; list != NULL && role < sum->clues->roles; role++) {
        PyObject *number = PyLong_FromLongLong(sum->sums[role]);
        if (number == NULL) {
            Py_CLEAR(list);
            break;
        }
        PyList_SET_ITEM(list, role, number);
    }
    return list;
}

static int read_starts(PyObject *list, Story *story)
{
    story->amounts = PyList_GET_SIZE(list);
    if (!(story->starts = reserve(story->amounts, sizeof *story->starts))) {
        return -1;
    }
    for (Py_ssize_t at = 0; at < story->amounts; at++) {
        story->starts[at] = PyLong_AsSsize_t(PyList_GET_ITEM(list, at));
        if (story->starts[at] == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

static int count_others(Sum *sum, PyObject *others)
{
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(others); at++) {
        Key key;
        if (key_of(PyList_GET_ITEM(others, at), &key) < 0) {
            return -1;
        }
        count_clue(sum, &key);
    }
    return 0;
}

/* sums(text, (start, left, first, last, right, end), taken, (deeds, tellers, starts), others): see _native.pyi. */
static PyObject *clues_sums(Clues *self, PyObject *args)
{
    PyObject *object, *others, *starts, *result = NULL;
    Story story;
    Text text;
    Py_ssize_t start, left, first, last, right, end;
    Sum sum = {.clues = self};
    View view;
    if (!PyArg_ParseTuple(args, "U(nnnnnn)p(O!O!O!)O!", &object, &start, &left, &first, &last, &right, &end,
                          &view.taken, &PyList_Type, &story.deeds, &PyList_Type, &story.tellers, &PyList_Type, &starts,
                          &PyList_Type, &others)
        || text_of(object, &text) < 0) {
        return NULL;
    }
    if (start < 0 || start > left || left > first || first > last || last > right || right > text.length || end < 0
        || end > text.length) {
        PyErr_SetString(PyExc_ValueError, "the offsets around an amount do not lie in order");
        return NULL;
    }
    view.before = (Stretch){&text, left, first};
    view.behind = (Stretch){&text, last, right};
    view.rest = (Stretch){&text, right, end > right ? end : right};
    view.start = start;
    view.end = end;
    story.starts = NULL;
    if ((sum.seen = reserve(self->count / 8 + 1, 1)) && read_starts(starts, &story) == 0) {
        count_next(&sum, &view);
        count_verbs(&sum, &view);
        count_words(&sum, &view);
        if (count_deeds(&sum, &view, &story) == 0 && count_told(&sum, &view, &story) == 0
            && count_others(&sum, others) == 0) {
            result = sums_of(&sum);
        }
    }
    PyMem_RawFree(sum.seen);
    PyMem_RawFree(story.starts);
    return result;
}

static PyMethodDef clues_methods[] = {
    {"sums", (PyCFunction)clues_sums, METH_VARARGS,
     "sums(text, (start, left, first, last, right, end), taken, (deeds, tellers, starts), others) -> [sum for each role]"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot clues_slots[] = {
    {Py_tp_new, clues_new},
    {Py_tp_dealloc, clues_dealloc},
    {Py_tp_methods, clues_methods},
    {0, NULL},
};

PyType_Spec clues_spec = {
    .name = "madoguchi._native.Clues",
    .basicsize = sizeof(Clues),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = clues_slots,
};
