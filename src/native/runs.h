/* The known words of a text: what words_in of wording.py does. */
#ifndef MADOGUCHI_RUNS_H
#define MADOGUCHI_RUNS_H

#include "text.h"

PyObject *known_words(PyObject *module, PyObject *args);

#endif
