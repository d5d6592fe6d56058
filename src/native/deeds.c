/* What a story tells near an amount: deeds that move money, and words that tell what an amount is. The twin of _deeds and _told
   in surroundings.py. */
#include "clues.h"

#define TOLD_MOST 16 /* roles on either side of an amount */

typedef struct {
    int behind;
    Py_ssize_t gap, between; /* characters, and amounts */
} Gap;

typedef struct {
    PyObject *role;
    int behind;
    Py_ssize_t cost;
} Told;

/* One (start, end, word) of a list; -1 with an exception set. The word is borrowed. */
static int told_at(PyObject *list, Py_ssize_t at, Py_ssize_t *start, Py_ssize_t *end, PyObject **word)
{
    PyObject *one = PyList_GET_ITEM(list, at);
    if (!PyTuple_Check(one) || PyTuple_GET_SIZE(one) != 3 || !PyUnicode_Check(PyTuple_GET_ITEM(one, 2))) {
        PyErr_SetString(PyExc_TypeError, "(start, end, word) is wanted");
        return -1;
    }
    *start = PyLong_AsSsize_t(PyTuple_GET_ITEM(one, 0));
    *end = PyLong_AsSsize_t(PyTuple_GET_ITEM(one, 1));
    *word = PyTuple_GET_ITEM(one, 2);
    return (*start == -1 || *end == -1) && PyErr_Occurred() ? -1 : 0;
}

/* How many amounts begin before `at` (bisect_left of their starts). */
static Py_ssize_t amounts_before(const Story *story, Py_ssize_t at)
{
    Py_ssize_t low = 0, high = story->amounts;
    while (low < high) {
        Py_ssize_t middle = low + (high - low) / 2;
        if (story->starts[middle] < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static Py_ssize_t not_below_zero(Py_ssize_t number)
{
    return number > 0 ? number : 0;
}

static Gap gap_to(const View *view, const Story *story, Py_ssize_t start, Py_ssize_t end)
{
    Py_ssize_t first = view->before.last, last = view->behind.first;
    if (start >= first - 2 || end > last) {
        Py_ssize_t between = amounts_before(story, start) - amounts_before(story, last);
        return (Gap){1, not_below_zero(start - last), not_below_zero(between)};
    }
    Py_ssize_t between = amounts_before(story, first) - amounts_before(story, end);
    return (Gap){0, not_below_zero(first - end), not_below_zero(between)};
}

static void key_word(Key *key, PyObject *word)
{
    Text text = {PyUnicode_KIND(word), PyUnicode_DATA(word), PyUnicode_GET_LENGTH(word)};
    key_stretch(key, (Stretch){&text, 0, text.length});
}

int count_deeds(Sum *sum, const View *view, const Story *story)
{
    for (Py_ssize_t at = 0; at < PyList_GET_SIZE(story->deeds); at++) {
        Py_ssize_t start, end;
        PyObject *state;
        Key key;
        if (told_at(story->deeds, at, &start, &end, &state) < 0) {
            return -1;
        }
        key_begin(&key, "act=");
        key_word(&key, state);
        if (start >= view->end) {
            key_say(&key, "/later");
        } else if (start < view->start) {
            key_say(&key, "/earlier");
        } else {
            Gap gap = gap_to(view, story, start, end);
            key_say(&key, gap.behind ? "/behind" : "/before");
            key_say(&key, gap.gap <= 8 ? "/near" : gap.gap <= 22 ? "/middle" : "/far");
            key_say(&key, gap.between ? "/amount between" : "");
        }
        count_clue(sum, &key);
    }
    return 0;
}

/* Commas in [first, last) of the text; `commas` counts them from `view->start` on. */
static Py_ssize_t commas_in(const View *view, const int32_t *commas, Py_ssize_t first, Py_ssize_t last)
{
    Py_ssize_t end = view->end > view->behind.first ? view->end : view->behind.first;
    first = first < view->start ? view->start : first > end ? end : first;
    last = last < first ? first : last > end ? end : last;
    return commas[last - view->start] - commas[first - view->start];
}

static int32_t *count_commas(const View *view)
{
    Py_ssize_t end = view->end > view->behind.first ? view->end : view->behind.first;
    int32_t *commas = reserve(end - view->start + 1, sizeof *commas);
    for (Py_ssize_t at = view->start; commas != NULL && at < end; at++) {
        commas[at - view->start + 1] = commas[at - view->start] + (text_at(view->before.text, at) == 0x3001);
    }
    return commas;
}

/* Puts what is told into the row, the cheapest of its role and side. Returns the new length, or -1. */
static int put(Told *row, int count, Told one)
{
    for (int at = 0; at < count; at++) {
        if (row[at].behind == one.behind && PyUnicode_Compare(row[at].role, one.role) == 0) {
            row[at].cost = one.cost < row[at].cost ? one.cost : row[at].cost;
            return count;
        }
    }
    if (count == TOLD_MOST) {
        PyErr_SetString(PyExc_ValueError, "too many roles");
        return -1;
    }
    row[count] = one;
    return count + 1;
}

static int is_nearer(const Told *a, const Told *b)
{
    if (a->cost != b->cost) {
        return a->cost < b->cost;
    }
    return a->behind != b->behind ? a->behind < b->behind : PyUnicode_Compare(a->role, b->role) < 0;
}

static void count_row(Sum *sum, const Told *row, int count)
{
    const Told *nearest = NULL, *next = NULL;
    Key key;
    for (int at = 0; at < count; at++) {
        const Told *one = &row[at];
        key_begin(&key, "told=");
        key_word(&key, one->role);
        key_say(&key, one->behind ? "/behind/" : "/before/");
        key_say(&key, one->cost <= 4 ? "next" : one->cost <= 12 ? "near" : one->cost <= 25 ? "middle" : "far");
        count_clue(sum, &key);
        nearest = nearest == NULL || is_nearer(one, nearest) ? one : nearest;
        next = one->behind && (next == NULL || is_nearer(one, next)) ? one : next;
    }
    if (nearest != NULL) {
        key_begin(&key, "told nearest=");
        key_word(&key, nearest->role);
        key_say(&key, nearest->behind ? "/behind" : "/before");
        count_clue(sum, &key);
    }
    if (next != NULL) {
        key_begin(&key, "told next=");
        key_word(&key, next->role);
        count_clue(sum, &key);
    }
}

int count_told(Sum *sum, const View *view, const Story *story)
{
    Told row[TOLD_MOST];
    int count = 0;
    int32_t *commas = NULL;
    for (Py_ssize_t at = 0; count >= 0 && at < PyList_GET_SIZE(story->tellers); at++) {
        Py_ssize_t start, end;
        PyObject *role;
        if (told_at(story->tellers, at, &start, &end, &role) < 0) {
            count = -1;
        } else if (start >= view->start && start < view->end) {
            if (commas == NULL && (commas = count_commas(view)) == NULL) {
                return -1;
            }
            Gap gap = gap_to(view, story, start, end);
            Py_ssize_t between = gap.behind ? commas_in(view, commas, view->behind.first, start)
                                            : commas_in(view, commas, end, view->before.last);
            count = put(row, count, (Told){role, gap.behind, gap.gap + 6 * between + 15 * gap.between});
        }
    }
    PyMem_RawFree(commas);
    if (count < 0) {
        return -1;
    }
    count_row(sum, row, count);
    return 0;
}
