/* The steps that move offsets: what they leave comes with the original start and end of each character. */
#include "levels.h"

/* Growing text with its offsets. */
typedef struct {
    Py_UCS4 *chars;
    int32_t *starts, *ends;
    Py_ssize_t count, room;
} Moved;

static int append(Moved *moved, Py_UCS4 c, Py_ssize_t start, Py_ssize_t end)
{
    if (moved->count == moved->room) {
        Py_ssize_t room = moved->room * 2 + 64;
        Py_UCS4 *chars = PyMem_RawRealloc(moved->chars, (size_t)room * sizeof *chars);
        moved->chars = chars ? chars : moved->chars;
        int32_t *starts = PyMem_RawRealloc(moved->starts, (size_t)room * sizeof *starts);
        moved->starts = starts ? starts : moved->starts;
        int32_t *ends = PyMem_RawRealloc(moved->ends, (size_t)room * sizeof *ends);
        moved->ends = ends ? ends : moved->ends;
        if (chars == NULL || starts == NULL || ends == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        moved->room = room;
    }
    moved->chars[moved->count] = c;
    moved->starts[moved->count] = (int32_t)start;
    moved->ends[moved->count++] = (int32_t)end;
    return 0;
}

static PyObject *tuple_of(const int32_t *numbers, Py_ssize_t count)
{
    PyObject *tuple = PyTuple_New(count);
    for (Py_ssize_t at = 0; tuple != NULL && at < count; at++) {
        PyObject *number = PyLong_FromLong(numbers[at]);
        if (number == NULL) {
            Py_CLEAR(tuple);
            break;
        }
        PyTuple_SET_ITEM(tuple, at, number);
    }
    return tuple;
}

/* (text, starts, ends). */
static PyObject *as_tuple(Moved *moved)
{
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, moved->chars, moved->count);
    PyObject *starts = tuple_of(moved->starts, moved->count), *ends = tuple_of(moved->ends, moved->count);
    PyObject *result = text && starts && ends ? PyTuple_Pack(3, text, starts, ends) : NULL;
    Py_XDECREF(text);
    Py_XDECREF(starts);
    Py_XDECREF(ends);
    return result;
}

static void moved_clear(Moved *moved)
{
    PyMem_RawFree(moved->chars);
    PyMem_RawFree(moved->starts);
    PyMem_RawFree(moved->ends);
}

/* One odd character: joined with the one before it if it is a voice mark, else what Python makes of it. */
static int odd(Moved *moved, Py_UCS4 c, Py_ssize_t at, PyObject *const *ask)
{
    PyObject *told = NULL;
    int done = 0;
    if (moved->count > 0 && (c == 0x3099 || c == 0x309a || c == 0x309b || c == 0x309c || c == 0xff9e || c == 0xff9f)) {
        PyObject *last = PyUnicode_FromOrdinal((int)moved->chars[moved->count - 1]), *mark = PyUnicode_FromOrdinal((int)c);
        told = last && mark ? PyObject_CallFunctionObjArgs(ask[1], last, mark, NULL) : NULL;
        Py_XDECREF(last);
        Py_XDECREF(mark);
        if (told == NULL) {
            return -1;
        }
        if (PyUnicode_Check(told) && PyUnicode_GET_LENGTH(told) == 1) {
            moved->chars[moved->count - 1] = PyUnicode_READ_CHAR(told, 0);
            moved->ends[moved->count - 1] = (int32_t)at + 1;
            Py_DECREF(told);
            return 0;
        }
        Py_DECREF(told);
    }
    PyObject *one = PyUnicode_FromOrdinal((int)c);
    told = one ? PyObject_CallOneArg(ask[0], one) : NULL;
    Py_XDECREF(one);
    Text plain;
    if (told == NULL || text_of(told, &plain) < 0) {
        Py_XDECREF(told);
        return -1;
    }
    for (Py_ssize_t i = 0; done == 0 && i < plain.length; i++) {
        done = append(moved, text_at(&plain, i), at, at + 1);
    }
    Py_DECREF(told);
    return done;
}

/* without_odd(text, one, voiced): see _without_odd of plain_text.py; `one` and `voiced` say what becomes of an odd character. */
PyObject *levels_without_odd(PyObject *object, PyObject *args)
{
    const Levels *self = (const Levels *)object;
    PyObject *string, *ask[2], *result = NULL;
    Text text;
    Moved moved = {0};
    if (!PyArg_ParseTuple(args, "UOO", &string, &ask[0], &ask[1]) || text_of(string, &text) < 0) {
        return NULL;
    }
    int done = 0;
    for (Py_ssize_t at = 0; done == 0 && at < text.length; at++) {
        Py_UCS4 c = text_at(&text, at);
        done = (kind_of(self, c) & GOOD) ? append(&moved, c, at, at + 1) : odd(&moved, c, at, ask);
    }
    result = done == 0 ? as_tuple(&moved) : NULL;
    moved_clear(&moved);
    return result;
}

/* The offsets of a map that came with the text, or the text's own. */
static int offsets(PyObject *map, Py_ssize_t at, Py_ssize_t itself, Py_ssize_t *offset)
{
    *offset = map == Py_None ? itself : PyLong_AsSsize_t(PyTuple_GET_ITEM(map, at));
    return *offset == -1 && PyErr_Occurred() ? -1 : 0;
}

/* without_tears(text, starts, ends): (text, starts, ends) without what tears words apart; None when nothing does. */
PyObject *levels_without_tears(PyObject *object, PyObject *args)
{
    PyObject *string, *starts, *ends, *result = NULL;
    Text text;
    Cuts cuts = {0};
    Moved moved = {0};
    if (!PyArg_ParseTuple(args, "UOO", &string, &starts, &ends) || text_of(string, &text) < 0) {
        return NULL;
    }
    if ((starts == Py_None) != (ends == Py_None)
        || (starts != Py_None && (!PyTuple_Check(starts) || !PyTuple_Check(ends) || PyTuple_GET_SIZE(starts) != text.length
                                  || PyTuple_GET_SIZE(ends) != text.length))) {
        PyErr_SetString(PyExc_ValueError, "two tuples with an offset for each character are wanted, or None twice");
        return NULL;
    }
    int done = cuts_of((const Levels *)object, &text, &cuts);
    Py_ssize_t at = 0, start, end;
    for (Py_ssize_t cut = 0; done == 0 && cuts.count > 0 && cut <= cuts.count; cut++) {
        Py_ssize_t stop = cut < cuts.count ? cuts.at[cut].first : text.length;
        for (; done == 0 && at < stop; at++) {
            done = offsets(starts, at, at, &start) < 0 || offsets(ends, at, at + 1, &end) < 0
                       ? -1
                       : append(&moved, text_at(&text, at), start, end);
        }
        if (cut < cuts.count && cuts.at[cut].last > at) {
            at = cuts.at[cut].last;
        }
    }
    if (done == 0) {
        result = cuts.count > 0 ? as_tuple(&moved) : Py_NewRef(Py_None);
    }
    PyMem_RawFree(cuts.at);
    moved_clear(&moved);
    return result;
}
