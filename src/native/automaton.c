#include "automaton.h"

#include <stdlib.h>
#include <string.h>

#define PAGES (0x110000 >> 8)
#define MOST_LABELS 65000

/* A literal while the automaton is built, its code points already turned to labels. */
typedef struct {
    const uint16_t *labels;
    int32_t length, number;
} Spelled;

/* Literals [low, high) of the sorted row share their first `depth` labels: one node. */
typedef struct {
    int32_t low, high, depth;
} Range;

void automaton_clear(Automaton *a)
{
    void *blocks[] = {a->page_of, a->codes, a->root, a->label, a->node, a->length};
    for (size_t at = 0; at < sizeof blocks / sizeof *blocks; at++) {
        PyMem_RawFree(blocks[at]);
    }
    memset(a, 0, sizeof *a);
}

void places_clear(Places *places)
{
    PyMem_RawFree(places->at);
    memset(places, 0, sizeof *places);
}

/* Gives every code point of the literals a label, in the order in which they come up. Returns the code points in all, or -1. */
static Py_ssize_t give_labels(Automaton *a, PyObject *literals)
{
    uint16_t pages = 1;
    Py_ssize_t whole = 0;
    for (Py_ssize_t at = 0; at < a->literals; at++) {
        Text text;
        if (text_of(PyList_GET_ITEM(literals, at), &text) < 0) {
            return -1;
        }
        if (text.length == 0) {
            PyErr_SetString(PyExc_ValueError, "a literal is empty");
            return -1;
        }
        a->length[at] = (int32_t)text.length;
        whole += text.length;
        for (Py_ssize_t i = 0; i < text.length; i++) {
            Py_UCS4 c = text_at(&text, i);
            if (a->page_of[c >> 8] == 0) {
                uint16_t *more = PyMem_RawRealloc(a->codes, (size_t)(pages + 1) * 256 * sizeof *more);
                if (more == NULL) {
                    PyErr_NoMemory();
                    return -1;
                }
                memset(more + (size_t)pages * 256, 0, 256 * sizeof *more);
                a->codes = more;
                a->page_of[c >> 8] = pages++;
            }
            uint16_t *label = &a->codes[(size_t)a->page_of[c >> 8] * 256 + (c & 255)];
            if (*label == 0) {
                *label = (uint16_t)a->labels++;
            }
            if (a->labels > MOST_LABELS || whole > TEXT_MOST) {
                PyErr_SetString(PyExc_ValueError, "too many literals");
                return -1;
            }
        }
    }
    return whole;
}

static int by_labels(const void *left, const void *right)
{
    const Spelled *a = left, *b = right;
    int32_t shorter = a->length < b->length ? a->length : b->length;
    for (int32_t at = 0; at < shorter; at++) {
        if (a->labels[at] != b->labels[at]) {
            return a->labels[at] < b->labels[at] ? -1 : 1;
        }
    }
    return (a->length > b->length) - (a->length < b->length);
}

static int32_t child_of(const Automaton *a, int32_t node, uint16_t label)
{
    if (node == 0) {
        return a->root[label];
    }
    int32_t low = a->node[node].first, high = a->node[node + 1].first;
    while (high - low > 4) {
        int32_t middle = low + (high - low) / 2;
        if (a->label[middle] <= label) {
            low = middle;
        } else {
            high = middle;
        }
    }
    for (; low < high; low++) {
        if (a->label[low] == label) {
            return low;
        }
    }
    return 0;
}

/* The nodes, level by level, from the sorted literals. `queue` has room for one range a node. */
static int grow(Automaton *a, const Spelled *row, Range *queue, int32_t *parent)
{
    queue[0] = (Range){0, (int32_t)a->literals, 0};
    int32_t nodes = 1;
    for (int32_t node = 0; node < nodes; node++) {
        Range here = queue[node];
        int32_t at = here.low;
        a->node[node].first = nodes;
        a->node[node].ends = -1;
        if (at < here.high && row[at].length == here.depth) {
            a->node[node].ends = row[at++].number;
        }
        if (at < here.high && row[at].length == here.depth) {
            PyErr_SetString(PyExc_ValueError, "a literal stands twice");
            return -1;
        }
        while (at < here.high) {
            int32_t low = at;
            uint16_t label = row[at].labels[here.depth];
            while (at < here.high && row[at].labels[here.depth] == label) {
                at++;
            }
            if (node == 0) {
                a->root[label] = nodes;
            }
            a->label[nodes] = label;
            parent[nodes] = node;
            queue[nodes++] = (Range){low, at, here.depth + 1};
        }
    }
    a->node[nodes].first = nodes;
    a->nodes = nodes;
    return 0;
}

/* Where to go on when a label does not fit; a node's way is shorter than the node, so it is known before. */
static void link_up(Automaton *a, const int32_t *parent)
{
    for (int32_t node = 1; node < a->nodes; node++) {
        int32_t from = a->node[parent[node]].fail, next = 0;
        if (parent[node] != 0) {
            while ((next = child_of(a, from, a->label[node])) == 0 && from != 0) {
                from = a->node[from].fail;
            }
        }
        a->node[node].fail = next;
        a->node[node].shorter = a->node[next].ends >= 0 ? next : a->node[next].shorter;
    }
}

static int spell(Automaton *a, PyObject *literals, Spelled *row, uint16_t *labels)
{
    for (Py_ssize_t at = 0; at < a->literals; at++) {
        Text text;
        if (text_of(PyList_GET_ITEM(literals, at), &text) < 0) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < text.length; i++) {
            Py_UCS4 c = text_at(&text, i);
            labels[i] = a->codes[(size_t)a->page_of[c >> 8] * 256 + (c & 255)];
        }
        row[at] = (Spelled){labels, (int32_t)text.length, (int32_t)at};
        labels += text.length;
    }
    qsort(row, (size_t)a->literals, sizeof *row, by_labels);
    return 0;
}

int automaton_build(Automaton *a, PyObject *literals)
{
    memset(a, 0, sizeof *a);
    if (!PyList_Check(literals)) {
        PyErr_SetString(PyExc_TypeError, "a list of literals is wanted");
        return -1;
    }
    a->literals = PyList_GET_SIZE(literals);
    a->labels = 1;
    Py_ssize_t whole = -1;
    if ((a->page_of = reserve(PAGES, sizeof *a->page_of)) && (a->codes = reserve(256, sizeof *a->codes))
        && (a->length = reserve(a->literals, sizeof *a->length))) {
        whole = give_labels(a, literals);
    }
    if (whole < 0) {
        automaton_clear(a);
        return -1;
    }
    Py_ssize_t nodes = whole + 2; /* the root, one a code point, and the end of the last one's children */
    int done = -1;
    Spelled *row = reserve(a->literals, sizeof *row);
    uint16_t *labels = reserve(whole, sizeof *labels);
    Range *queue = reserve(nodes, sizeof *queue);
    int32_t *parent = reserve(nodes, sizeof *parent);
    if (row && labels && queue && parent && (a->root = reserve(a->labels, sizeof *a->root))
        && (a->label = reserve(nodes, sizeof *a->label)) && (a->node = reserve(nodes, sizeof *a->node))
        && spell(a, literals, row, labels) == 0
        && grow(a, row, queue, parent) == 0) {
        link_up(a, parent);
        done = 0;
    }
    PyMem_RawFree(row);
    PyMem_RawFree(labels);
    PyMem_RawFree(queue);
    PyMem_RawFree(parent);
    if (done < 0) {
        automaton_clear(a);
    }
    return done;
}

static int add(Places *found, Place place)
{
    if (found->count == found->room) {
        Py_ssize_t room = found->room ? found->room * 2 : 256;
        Place *more = PyMem_RawRealloc(found->at, (size_t)room * sizeof *more);
        if (more == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        found->at = more;
        found->room = room;
    }
    found->at[found->count++] = place;
    return 0;
}

int automaton_find(const Automaton *a, const Text *text, Places *found)
{
    int32_t node = 0;
    for (Py_ssize_t at = 0; at < text->length; at++) {
        Py_UCS4 c = text_at(text, at);
        uint16_t label = a->codes[(size_t)a->page_of[c >> 8] * 256 + (c & 255)];
        if (label == 0) {
            node = 0;
            continue;
        }
        int32_t next;
        while ((next = child_of(a, node, label)) == 0 && node != 0) {
            node = a->node[node].fail;
        }
        node = next;
        for (int32_t here = a->node[node].ends >= 0 ? node : a->node[node].shorter; here != 0; here = a->node[here].shorter) {
            int32_t literal = a->node[here].ends, end = (int32_t)at + 1;
            if (add(found, (Place){literal, end - a->length[literal], end}) < 0) {
                return -1;
            }
        }
    }
    return 0;
}
