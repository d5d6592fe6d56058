/* All literals of a set in one automaton (Aho and Corasick): every place of every literal in one pass over a text. */
#ifndef MADOGUCHI_AUTOMATON_H
#define MADOGUCHI_AUTOMATON_H

#include "text.h"

typedef struct {
    int32_t literal, start, end;
} Place;

typedef struct {
    Place *at;
    Py_ssize_t count, room;
} Places;

/* What is looked at together lies together: a text meets some hundred nodes of very many, and each is fetched from afar. */
typedef struct {
    int32_t first;       /* its first child; the children end where those of the next node begin */
    int32_t fail;        /* the longest other beginning of a literal that ends here too */
    int32_t ends;        /* the literal that ends here, -1: none */
    int32_t shorter;     /* the next node on the way of `fail` where a literal ends, 0: none */
} Node;

/* Nodes are numbered level by level, so the children of a node lie beside each other in the order of their labels. */
typedef struct {
    uint16_t *page_of;   /* code point >> 8 -> page of `codes`; page 0 holds nothing */
    uint16_t *codes;     /* code point -> label, 0: no literal holds it */
    int32_t *root;       /* label -> child of the root, 0: none */
    uint16_t *label;     /* node -> label on the way to it */
    Node *node;
    int32_t *length;     /* literal -> its code points */
    Py_ssize_t literals, nodes, labels;
} Automaton;

/* Builds the automaton of a list of str, none empty, none twice. Returns -1 with an exception set. */
int automaton_build(Automaton *automaton, PyObject *literals);
void automaton_clear(Automaton *automaton);

/* Finds all places in the order of their ends, the longer literal first. Returns -1 with MemoryError set. */
int automaton_find(const Automaton *automaton, const Text *text, Places *found);
void places_clear(Places *places);

#endif
