/* The known words among the runs of kanji, katakana and hiragana: the twin of words_in in wording.py. */
#include "runs.h"

#define KANJI_MOST 4
#define KANA_MOST 6

static int kind_of(Py_UCS4 c)
{
    if ((c >= 0x4e00 && c <= 0x9fa5) || c == 0x3005) {
        return 1;
    }
    if ((c >= 0x30a1 && c <= 0x30f4) || c == 0x30fc) {
        return 2;
    }
    return c >= 0x3041 && c <= 0x3093 ? 3 : 0;
}

/* Notes the first place of a word, if it is known. */
static int note(PyObject *found, PyObject *known, PyObject *text, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *word = PyUnicode_Substring(text, start, end), *place = NULL;
    int done = word == NULL ? -1 : PyDict_Contains(known, word);
    if (done == 1 && (done = PyDict_Contains(found, word)) == 0) {
        place = Py_BuildValue("(nn)", start, end);
        done = place == NULL ? -1 : PyDict_SetItem(found, word, place);
    }
    Py_XDECREF(word);
    Py_XDECREF(place);
    return done < 0 ? -1 : 0;
}

PyObject *known_words(PyObject *Py_UNUSED(module), PyObject *args)
{
    PyObject *object, *known, *found;
    Text text;
    if (!PyArg_ParseTuple(args, "UO!", &object, &PyDict_Type, &known) || text_of(object, &text) < 0
        || !(found = PyDict_New())) {
        return NULL;
    }
    Py_ssize_t last;
    int done = 0;
    for (Py_ssize_t first = 0; done == 0 && first < text.length; first = last) {
        int kind = kind_of(text_at(&text, first));
        for (last = first + 1; kind != 0 && last < text.length && kind_of(text_at(&text, last)) == kind;) {
            last++;
        }
        Py_ssize_t length = last - first;
        if (kind == 0 || (kind != 1 && length < 2)) {
            continue;
        }
        for (Py_ssize_t at = first; done == 0 && kind == 1 && length > 2 && at < last - 1; at++) {
            done = note(found, known, object, at, at + 2);
        }
        if (done == 0 && length <= (kind == 1 ? KANJI_MOST : kind == 3 ? KANA_MOST : length)) {
            done = note(found, known, object, first, last);
        }
    }
    if (done < 0) {
        Py_CLEAR(found);
    }
    return found;
}
