/* What tears words apart: the twin of _cuts and _chains in plain_text.py, rule by rule. */
#include "levels.h"

#include <stdlib.h>

static int add(Cuts *cuts, Py_ssize_t first, Py_ssize_t last)
{
    if (cuts->count == cuts->room) {
        Py_ssize_t room = cuts->room ? cuts->room * 2 : 32;
        Cut *more = PyMem_RawRealloc(cuts->at, (size_t)room * sizeof *more);
        if (more == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        cuts->at = more;
        cuts->room = room;
    }
    cuts->at[cuts->count++] = (Cut){(int32_t)first, (int32_t)last};
    return 0;
}

static int is(const Levels *self, const Text *text, Py_ssize_t at, int kind)
{
    return at >= 0 && at < text->length && (kind_of(self, text_at(text, at)) & kind);
}

static Py_UCS4 char_at(const Text *text, Py_ssize_t at)
{
    return at >= 0 && at < text->length ? text_at(text, at) : 0;
}

static int is_latin(Py_UCS4 c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static int is_latin_of_any_case(Py_UCS4 c)
{
    return is_latin(c) || (c >= 'A' && c <= 'Z');
}

static int within(const Levels *self, const Text *text, Py_ssize_t at)
{
    return is(self, text, at - 1, CJK) && is(self, text, at + 1, CJK);
}

/* _TEARS: a run of blanks and ornaments between two Japanese characters. */
static int tears(const Levels *self, const Text *text, Cuts *cuts)
{
    for (Py_ssize_t first = 0; first < text->length; first++) {
        if (!is(self, text, first, TEAR)) {
            continue;
        }
        Py_ssize_t last = first + 1;
        while (is(self, text, last, TEAR)) {
            last++;
        }
        if (is(self, text, first - 1, CJK) && is(self, text, last, CJK) && add(cuts, first, last) < 0) {
            return -1;
        }
        first = last - 1;
    }
    return 0;
}

/* _BROKEN_LINE and _READING. */
static int lines_and_readings(const Levels *self, const Text *text, Cuts *cuts)
{
    for (Py_ssize_t at = 1; at < text->length; at++) {
        Py_UCS4 c = text_at(text, at), before = text_at(text, at - 1);
        if (c == '\n' && is(self, text, at + 1, BROKEN) && is(self, text, at - 1, CJK) && before != 0x3002
            && before != 0x300d && before != 0x300f && add(cuts, at, at + 1) < 0) {
            return -1;
        }
        if (c == '(' || c == 0x300a) {
            Py_ssize_t last = at + 1;
            while (last - at <= 10 && char_at(text, last) >= 0x3041 && char_at(text, last) <= 0x3093) {
                last++;
            }
            Py_UCS4 end = char_at(text, last);
            if (last > at + 1 && (end == ')' || end == 0x300b)) {
                if (before >= 0x4e00 && before <= 0x9fa5 && add(cuts, at, last + 1) < 0) {
                    return -1;
                }
                at = last;
            }
        }
    }
    return 0;
}

/* The same sign behind every single character: two of them, with one character between. */
static int dots(const Levels *self, const Text *text, Cuts *cuts)
{
    for (Py_ssize_t at = 1; at + 2 < text->length; at++) {
        if (is(self, text, at, DOT) && !is(self, text, at + 1, DOT) && text_at(text, at) == text_at(text, at + 2)
            && within(self, text, at) && within(self, text, at + 2)
            && (add(cuts, at, at + 1) < 0 || add(cuts, at + 2, at + 3) < 0)) {
            return -1;
        }
    }
    return 0;
}

/* _LETTERS_APART: A m a z o n. */
static int letters_apart(const Text *text, Cuts *cuts)
{
    for (Py_ssize_t first = 0; first + 5 < text->length; first++) {
        Py_ssize_t last = first;
        while (char_at(text, last) == ' ' && is_latin(char_at(text, last + 1))) {
            last += 2;
        }
        if (last - first < 6) {
            continue;
        }
        /* at the very beginning Python looks at the last character but one: kept, for the same results */
        Py_UCS4 before = char_at(text, first >= 2 ? first - 2 : first - 2 + text->length);
        int begins = first == 1 || before == ' ' || before == '\n';
        int ends = last == text->length || !is_latin_of_any_case(text_at(text, last));
        Py_ssize_t stop = ends ? last : last - 2;
        for (Py_ssize_t at = begins ? first : first + 2; at < stop; at += 2) {
            if (add(cuts, at, at + 1) < 0) {
                return -1;
            }
        }
        first = last - 1;
    }
    return 0;
}

/* Up to two Japanese characters behind a line end; returns how many. _SHORT_LINES knows no punctuation, so CJK is too wide. */
static int short_line(const Levels *self, const Text *text, Py_ssize_t at)
{
    int count = 0;
    if (char_at(text, at) != '\n') {
        return 0;
    }
    while (count < 2) {
        Py_UCS4 c = char_at(text, at + 1 + count);
        int mark = c == 0x3001 || c == 0x3002 || (c >= 0x300c && c <= 0x300f);
        if (mark || !is(self, text, at + 1 + count, CJK)) {
            break;
        }
        count++;
    }
    return count;
}

/* _SHORT_LINES: a character or two a line, for two lines at least. */
static int short_lines(const Levels *self, const Text *text, Cuts *cuts)
{
    for (Py_ssize_t first = 0; first < text->length; first++) {
        int count = short_line(self, text, first);
        if (count == 0 || short_line(self, text, first + 1 + count) == 0) {
            continue;
        }
        Py_ssize_t last = first;
        while ((count = short_line(self, text, last)) > 0) {
            if (add(cuts, last, last + 1) < 0) {
                return -1;
            }
            last += 1 + count;
        }
        first = last - 1;
    }
    return 0;
}

static int by_place(const void *left, const void *right)
{
    const Cut *a = left, *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->last > b->last) - (a->last < b->last);
}

int cuts_of(const Levels *self, const Text *text, Cuts *cuts)
{
    int kinds = 0, blank = 0, line = 0, bracket = 0;
    for (Py_ssize_t at = 0; at < text->length; at++) {
        Py_UCS4 c = text_at(text, at);
        kinds |= kind_of(self, c);
        blank |= c == ' ';
        line |= c == '\n';
        bracket |= c == '(' || c == 0x300a;
    }
    if (((kinds & TEAR) && tears(self, text, cuts) < 0)
        || ((line || bracket) && lines_and_readings(self, text, cuts) < 0)
        || ((kinds & DOT) && dots(self, text, cuts) < 0) || (blank && letters_apart(text, cuts) < 0)
        || (line && short_lines(self, text, cuts) < 0)) {
        return -1;
    }
    if (cuts->count > 1) {
        qsort(cuts->at, (size_t)cuts->count, sizeof(Cut), by_place);
    }
    return 0;
}
