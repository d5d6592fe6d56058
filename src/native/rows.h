/* The rows of the patterns over the places of their pieces: what Scanner in patterns.py does, in the same order. */
#ifndef MADOGUCHI_ROWS_H
#define MADOGUCHI_ROWS_H

#include "automaton.h"

/* A pattern: `slots` and `gaps` begin at `at` of the tables of all rows; gap[i] stands before slot[i], the first counts for nothing. */
typedef struct {
    int32_t at, count, owner;
} Row;

/* A list of numbers for each of some things: those of thing i are flat[from[i]] up to flat[from[i + 1]]. */
typedef struct {
    int32_t *from, *flat;
} Lists;

typedef struct {
    PyObject_HEAD
    Automaton automaton;
    Lists slots_of;     /* literal -> the slots that it fills */
    Lists rows_of;      /* slot -> the rows of more than one slot of which it is the rarest */
    Lists alone;        /* literal -> the owners of rows that are a single slot which it fills */
    Row *rows;
    int32_t *slots, *gaps;
    int32_t slot_count, row_count;
    PyObject *owners;   /* a tuple, each owner once */
    PyTypeObject *hit;  /* a NamedTuple of start, end, last */
} Rows;

/* rows_tables.c: a Rows of what Scanner hands over, checked; and the end of it. */
PyObject *rows_new(PyTypeObject *type, PyObject *args, PyObject *kwargs);
int rows_traverse(Rows *self, visitproc visit, void *arg);
void rows_dealloc(Rows *self);

extern PyType_Spec rows_spec;

#endif
