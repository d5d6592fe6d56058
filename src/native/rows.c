#include "rows.h"
#include "sentences.h"

#include <string.h>

typedef struct {
    int32_t start, end, last;
} Hit;

/* What one call works on; freed as a whole. */
typedef struct {
    Places places;
    int32_t *next;         /* place -> the next place of the same literal, -1: none */
    int32_t *of;           /* place -> the number of its literal, see number_of */
    int32_t *number;       /* by literal, see number_of: 1 + its number in the order of first places, 0: not in the text */
    uint32_t mask;
    int32_t *order;        /* that number -> the literal */
    int32_t *head, *tail;  /* that number -> its first and its last place */
    int32_t literals;
    int32_t *filling;      /* slot -> 1 + its number in the order of fillings, 0: not filled */
    int32_t *filled;       /* that number -> the slot */
    uint8_t *is_wanted;    /* that number -> whether a row that has all its slots needs the places */
    int32_t fillings;
    int32_t *whole;        /* the rows that have all their slots in the text */
    int32_t wholes;
    int32_t *wanted_from, *wanted; /* number of a literal -> the fillings that are wanted among its slots */
    int32_t *where, *sorted; /* number of a filling -> where its places begin in `sorted` */
    int32_t *sentence;     /* offset -> ends of sentences before it */
    int32_t *parts;        /* where PART_END stands */
    int32_t part_count;
    Hit *chains, *longer;
    PyObject **lists;      /* owner -> its list of hits, borrowed from the result */
} Work;

static const Py_UCS4 PART_END[] = {'\n', '\n', 0x2025, '\n', '\n'}; /* plain_text.PART_END */
#define PART_LENGTH 5

static void work_clear(Work *w)
{
    void *blocks[] = {w->next, w->of, w->number, w->order, w->head, w->tail, w->filling, w->filled, w->is_wanted, w->whole,
                      w->wanted_from, w->wanted, w->where, w->sorted, w->sentence, w->parts, w->chains, w->longer, w->lists};
    places_clear(&w->places);
    for (size_t at = 0; at < sizeof blocks / sizeof *blocks; at++) {
        PyMem_RawFree(blocks[at]);
    }
}

/* The numbers lie in a small table by hash: a text holds few of the many literals. Returns the place of the number. */
static int32_t *number_of(const Work *w, int32_t literal)
{
    uint32_t at = (uint32_t)literal * 2654435769u & w->mask;
    while (w->number[at] != 0 && w->order[w->number[at] - 1] != literal) {
        at = (at + 1) & w->mask;
    }
    return &w->number[at];
}

/* Chains the places of each literal, and notes which literals and which slots the text has, in the order of the text. */
static int first_places(const Rows *self, Work *w)
{
    Py_ssize_t count = w->places.count;
    Py_ssize_t most = 0;
    for (w->mask = 63; w->mask < 2 * (size_t)count; w->mask = w->mask * 2 + 1) {
    }
    if (!(w->next = reserve(count, sizeof(int32_t))) || !(w->of = reserve(count, sizeof(int32_t)))
        || !(w->number = reserve((Py_ssize_t)w->mask + 1, sizeof(int32_t)))
        || !(w->head = reserve(count, sizeof(int32_t))) || !(w->tail = reserve(count, sizeof(int32_t)))
        || !(w->order = reserve(count, sizeof(int32_t))) || !(w->filling = reserve(self->slot_count, sizeof(int32_t)))) {
        return -1;
    }
    for (int32_t at = 0; at < count; at++) {
        int32_t literal = w->places.at[at].literal, *known = number_of(w, literal), number = *known - 1;
        w->next[at] = -1;
        w->of[at] = number >= 0 ? number : w->literals;
        if (number >= 0) {
            w->next[w->tail[number]] = at;
            w->tail[number] = at;
            continue;
        }
        *known = w->literals + 1;
        w->head[w->literals] = w->tail[w->literals] = at;
        w->order[w->literals++] = literal;
        most += self->slots_of.from[literal + 1] - self->slots_of.from[literal];
    }
    most = most < self->slot_count ? most : self->slot_count;
    if (!(w->filled = reserve(most, sizeof(int32_t))) || !(w->is_wanted = reserve(most, 1))) {
        return -1;
    }
    for (int32_t number = 0; number < w->literals; number++) {
        int32_t literal = w->order[number];
        for (int32_t i = self->slots_of.from[literal]; i < self->slots_of.from[literal + 1]; i++) {
            int32_t slot = self->slots_of.flat[i];
            if (!w->filling[slot]) {
                w->filled[w->fillings] = slot;
                w->filling[slot] = ++w->fillings;
            }
        }
    }
    return 0;
}

/* The rows that have all their slots in the text; their slots are marked as wanted. */
static int whole_rows(const Rows *self, Work *w)
{
    Py_ssize_t most = 0;
    for (int32_t at = 0; at < w->fillings; at++) {
        int32_t slot = w->filled[at];
        most += self->rows_of.from[slot + 1] - self->rows_of.from[slot];
    }
    if (!(w->whole = reserve(most, sizeof(int32_t)))) {
        return -1;
    }
    for (int32_t at = 0; at < w->fillings; at++) {
        int32_t slot = w->filled[at];
        for (int32_t i = self->rows_of.from[slot]; i < self->rows_of.from[slot + 1]; i++) {
            const Row *row = &self->rows[self->rows_of.flat[i]];
            const int32_t *slots = self->slots + row->at;
            int32_t have = 0;
            while (have < row->count && w->filling[slots[have]]) {
                have++;
            }
            if (have == row->count) {
                w->whole[w->wholes++] = self->rows_of.flat[i];
            }
        }
    }
    for (int32_t at = 0; at < w->wholes; at++) {
        const Row *row = &self->rows[w->whole[at]];
        for (int32_t i = 0; i < row->count; i++) {
            w->is_wanted[w->filling[self->slots[row->at + i]] - 1] = 1;
        }
    }
    return 0;
}

/* The slots of each literal of the text that are wanted: few of the many that it fills. */
static int wanted_slots(const Rows *self, Work *w)
{
    Py_ssize_t most = 0;
    int32_t count = 0;
    for (int32_t at = 0; at < w->literals; at++) {
        most += self->slots_of.from[w->order[at] + 1] - self->slots_of.from[w->order[at]];
    }
    if (!(w->wanted_from = reserve(w->literals + 1, sizeof(int32_t))) || !(w->wanted = reserve(most, sizeof(int32_t)))) {
        return -1;
    }
    for (int32_t at = 0; at < w->literals; at++) {
        int32_t literal = w->order[at];
        for (int32_t i = self->slots_of.from[literal]; i < self->slots_of.from[literal + 1]; i++) {
            w->wanted[count] = w->filling[self->slots_of.flat[i]] - 1;
            count += w->is_wanted[w->wanted[count]]; /* else the next one is written over it */
        }
        w->wanted_from[at + 1] = count;
    }
    return 0;
}

/* Sorts the places by slot, for the slots that are wanted; the automaton gave them by their ends, and so they stay. */
static int places_of_slots(const Rows *self, Work *w)
{
    if (wanted_slots(self, w) < 0 || !(w->where = reserve(w->fillings + 2, sizeof(int32_t)))) {
        return -1;
    }
    for (Py_ssize_t at = 0; at < w->places.count; at++) {
        int32_t number = w->of[at];
        for (int32_t i = w->wanted_from[number]; i < w->wanted_from[number + 1]; i++) {
            w->where[w->wanted[i] + 2]++;
        }
    }
    for (int32_t at = 0; at < w->fillings; at++) {
        w->where[at + 2] += w->where[at + 1];
    }
    Py_ssize_t whole = w->where[w->fillings + 1];
    if (!(w->sorted = reserve(whole, sizeof(int32_t))) || !(w->chains = reserve(whole, sizeof(Hit)))
        || !(w->longer = reserve(whole, sizeof(Hit)))) {
        return -1;
    }
    for (Py_ssize_t at = 0; at < w->places.count; at++) { /* each beginning moves to its end, where the next slot begins */
        int32_t number = w->of[at];
        for (int32_t i = w->wanted_from[number]; i < w->wanted_from[number + 1]; i++) {
            w->sorted[w->where[w->wanted[i] + 1]++] = (int32_t)at;
        }
    }
    return 0;
}

/* Numbers the sentences, and notes where one part of a text ends and the next begins. */
static int sentences_of(const Text *text, Work *w)
{
    if (!(w->sentence = reserve(text->length + 2, sizeof(int32_t)))) {
        return -1;
    }
    Py_ssize_t behind = 0, end;
    while ((end = next_end(text, behind, &behind)) >= 0) {
        w->sentence[end + 1] = 1; /* counts for every later offset */
    }
    for (Py_ssize_t at = 1; at < text->length + 2; at++) {
        w->sentence[at] += w->sentence[at - 1];
    }
    if (!(w->parts = reserve(text->length / 3 + 1, sizeof(int32_t)))) {
        return -1;
    }
    for (Py_ssize_t at = 0; at + PART_LENGTH <= text->length; at++) {
        int same = 0;
        while (same < PART_LENGTH && text_at(text, at + same) == PART_END[same]) {
            same++;
        }
        if (same == PART_LENGTH) {
            w->parts[w->part_count++] = (int32_t)at;
            at += 2; /* the next one may begin with the two line ends of this one */
        }
    }
    return 0;
}

static int part_ends_in(const Work *w, int32_t start, int32_t end)
{
    int32_t low = 0, high = w->part_count;
    while (low < high) {
        int32_t middle = low + (high - low) / 2;
        if (w->parts[middle] < start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < w->part_count && w->parts[low] + PART_LENGTH <= end;
}

/* Lengthens `count` chains by the places of a slot; both come in the order of their ends, and so do the longer chains. */
static int32_t extend(Work *w, int32_t count, int32_t filling, int32_t gap)
{
    int32_t found = 0, reach = gap < 0 ? -gap : gap;
    for (int32_t i = w->where[filling]; i < w->where[filling + 1]; i++) {
        const Place *place = &w->places.at[w->sorted[i]];
        int32_t low = 0, high = count; /* bisect_right of the ends */
        while (low < high) {
            int32_t middle = low + (high - low) / 2;
            if (w->chains[middle].end <= place->start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            continue;
        }
        const Hit *chain = &w->chains[low - 1];
        if (place->start - chain->end > reach || (gap < 0 && part_ends_in(w, chain->end, place->start))
            || (gap > 0 && w->sentence[chain->end - 1] != w->sentence[place->start])) {
            continue;
        }
        w->longer[found++] = (Hit){chain->start, place->end, place->start};
    }
    Hit *old = w->chains;
    w->chains = w->longer;
    w->longer = old;
    return found;
}

static int add_hit(const Rows *self, Work *w, PyObject *result, int32_t owner, Hit hit)
{
    if (w->lists[owner] == NULL) {
        PyObject *list = PyList_New(0);
        if (list == NULL || PyDict_SetItem(result, PyTuple_GET_ITEM(self->owners, owner), list) < 0) {
            Py_XDECREF(list);
            return -1;
        }
        w->lists[owner] = list;
        Py_DECREF(list); /* the result keeps it */
    }
    PyObject *made = self->hit->tp_alloc(self->hit, 3);
    if (made == NULL) {
        return -1;
    }
    int32_t numbers[] = {hit.start, hit.end, hit.last};
    for (int at = 0; at < 3; at++) {
        PyObject *number = PyLong_FromLong(numbers[at]);
        if (number == NULL) {
            Py_DECREF(made);
            return -1;
        }
        PyTuple_SET_ITEM(made, at, number);
    }
    int done = PyList_Append(w->lists[owner], made);
    Py_DECREF(made);
    return done;
}

/* Hits of rows that are a single slot: the places of each literal, in the order of the literals. */
static int hits_alone(const Rows *self, Work *w, PyObject *result)
{
    for (int32_t at = 0; at < w->literals; at++) {
        int32_t literal = w->order[at];
        for (int32_t i = self->alone.from[literal]; i < self->alone.from[literal + 1]; i++) {
            for (int32_t here = w->head[at]; here >= 0; here = w->next[here]) {
                const Place *place = &w->places.at[here];
                if (add_hit(self, w, result, self->alone.flat[i], (Hit){place->start, place->end, place->start}) < 0) {
                    return -1;
                }
            }
        }
    }
    return 0;
}

/* Hits of the other rows: for every place of the last slot the nearest chain before it. */
static int hits_of_rows(const Rows *self, Work *w, PyObject *result)
{
    for (int32_t at = 0; at < w->wholes; at++) {
        const Row *row = &self->rows[w->whole[at]];
        const int32_t *slots = self->slots + row->at, *gaps = self->gaps + row->at;
        int32_t count = 0, first = w->filling[slots[0]] - 1;
        for (int32_t i = w->where[first]; i < w->where[first + 1]; i++) {
            const Place *place = &w->places.at[w->sorted[i]];
            w->chains[count++] = (Hit){place->start, place->end, place->start};
        }
        for (int32_t i = 1; i < row->count && count > 0; i++) {
            count = extend(w, count, w->filling[slots[i]] - 1, gaps[i]);
        }
        for (int32_t i = 0; i < count; i++) {
            if (add_hit(self, w, result, row->owner, w->chains[i]) < 0) {
                return -1;
            }
        }
    }
    return 0;
}

static PyObject *rows_matches(Rows *self, PyObject *object)
{
    Text text;
    Work w;
    if (text_of(object, &text) < 0) {
        return NULL;
    }
    PyObject *result = PyDict_New();
    if (result == NULL) {
        return NULL;
    }
    memset(&w, 0, sizeof w);
    int done = automaton_find(&self->automaton, &text, &w.places);
    if (done == 0 && w.places.count > 0) {
        done = first_places(self, &w) < 0 || whole_rows(self, &w) < 0
                       || !(w.lists = reserve(PyTuple_GET_SIZE(self->owners), sizeof(PyObject *)))
                       || hits_alone(self, &w, result) < 0
                   ? -1
                   : 0;
    }
    if (done == 0 && w.wholes > 0) {
        done = places_of_slots(self, &w) < 0 || sentences_of(&text, &w) < 0 || hits_of_rows(self, &w, result) < 0 ? -1 : 0;
    }
    work_clear(&w);
    if (done < 0) {
        Py_CLEAR(result);
    }
    return result;
}

static PyMethodDef rows_methods[] = {
    {"matches", (PyCFunction)rows_matches, METH_O, "matches(text) -> {owner: [hit, ...]}"},
    {"sentence_ends", (PyCFunction)rows_sentence_ends, METH_O | METH_STATIC, "sentence_ends(text) -> [offset, ...]"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot rows_slots[] = {
    {Py_tp_new, rows_new},
    {Py_tp_dealloc, rows_dealloc},
    {Py_tp_traverse, rows_traverse},
    {Py_tp_methods, rows_methods},
    {0, NULL},
};

PyType_Spec rows_spec = {
    .name = "madoguchi._native.Rows",
    .basicsize = sizeof(Rows),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = rows_slots,
};
