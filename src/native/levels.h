/* Levelling a text: what plain_text.py does with the whole of it; single odd characters stay with Python. */
#ifndef MADOGUCHI_LEVELS_H
#define MADOGUCHI_LEVELS_H

#include "text.h"

/* What a character can be, one bit each, as the sets of plain_text.py say it. */
enum {
    GOOD = 1,    /* _GOOD: nothing is to be done before levelling */
    CJK = 2,     /* _IS_CJK */
    TEAR = 4,    /* _TEARS */
    DOT = 8,     /* _DOTS */
    LIKE = 16,   /* _LIKE: passes for a katakana */
    KANA = 32,   /* _KANA */
    ALONE = 64,  /* _ALONE: a katakana that may be something else */
    BROKEN = 128 /* the second character of _BROKEN_LINE */
};

typedef struct {
    PyObject_HEAD
    uint16_t plain[65536]; /* what a character is levelled to */
    uint8_t kind[65536];
} Levels;

static inline int kind_of(const Levels *self, Py_UCS4 c)
{
    return c < 65536 ? self->kind[c] : 0;
}

/* Spans to leave out. */
typedef struct {
    int32_t first, last;
} Cut;

typedef struct {
    Cut *at;
    Py_ssize_t count, room;
} Cuts;

/* cuts.c: finds what stands between two Japanese characters and belongs to neither, in order. -1: MemoryError is set. */
int cuts_of(const Levels *self, const Text *text, Cuts *cuts);

/* offsets.c */
PyObject *levels_without_odd(PyObject *self, PyObject *args);
PyObject *levels_without_tears(PyObject *self, PyObject *args);

extern PyType_Spec levels_spec;

#endif
