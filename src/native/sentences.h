/* Where sentences end: what _sentence_ends of patterns.py does. */
#ifndef MADOGUCHI_SENTENCES_H
#define MADOGUCHI_SENTENCES_H

#include "text.h"

/* Returns where the next sentence ends, -1: nowhere; `behind` is where to look on. */
Py_ssize_t next_end(const Text *text, Py_ssize_t at, Py_ssize_t *behind);
PyObject *rows_sentence_ends(PyObject *self, PyObject *text);

#endif
