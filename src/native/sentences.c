#include "sentences.h"

static int is_sentence_mark(Py_UCS4 c)
{
    return c == 0x3002 || c == '!' || c == '?' || c == '\n';
}

/* Where sentences end, as _SENTENCE_END of patterns.py reads it: [。!?\n]\n*|[」』](?:\n|$). */
Py_ssize_t next_end(const Text *text, Py_ssize_t at, Py_ssize_t *behind)
{
    for (; at < text->length; at++) {
        Py_UCS4 c = text_at(text, at);
        if (is_sentence_mark(c)) {
            *behind = at + 1;
            while (*behind < text->length && text_at(text, *behind) == '\n') {
                ++*behind;
            }
            return at;
        }
        if ((c == 0x300d || c == 0x300f) && (at + 1 == text->length || text_at(text, at + 1) == '\n')) {
            *behind = at + 2;
            return at;
        }
    }
    return -1;
}

/* Returns where sentences end, in order: Scan.sentence counts those before an offset. */
PyObject *rows_sentence_ends(PyObject *Py_UNUSED(self), PyObject *object)
{
    Text text;
    PyObject *ends = text_of(object, &text) < 0 ? NULL : PyList_New(0);
    Py_ssize_t behind = 0, end;
    while (ends != NULL && (end = next_end(&text, behind, &behind)) >= 0) {
        PyObject *number = PyLong_FromSsize_t(end);
        if (number == NULL || PyList_Append(ends, number) < 0) {
            Py_CLEAR(ends);
        }
        Py_XDECREF(number);
    }
    return ends;
}
