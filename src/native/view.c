/* The words before and behind an amount, and the verbs: the twin of clues_in_words in surroundings.py. */
#include "clues.h"

static int is_kanji(Py_UCS4 c)
{
    return c >= 0x4e00 && c <= 0x9fa5;
}

static void count_stretch(Sum *sum, const char *name, Stretch stretch)
{
    Key key;
    key_begin(&key, name);
    key_stretch(&key, stretch);
    count_clue(sum, &key);
}

/* Every two characters from `first` up to `last`. */
static void count_pairs(Sum *sum, const char *name, Stretch stretch, Py_ssize_t first, Py_ssize_t last)
{
    for (Py_ssize_t at = first; at < last; at++) {
        count_stretch(sum, name, slice(stretch, at, at + 2));
    }
}

static Py_ssize_t length_of(Stretch stretch)
{
    return stretch.last - stretch.first;
}

void count_next(Sum *sum, const View *view)
{
    Stretch before = view->before, behind = view->behind;
    Py_ssize_t clause = 0, length = length_of(behind);
    for (int count = 1; count <= 3; count++) {
        count_stretch(sum, "next=", slice(behind, 0, count));
    }
    count_stretch(sum, "last=", slice(before, -1, length_of(before)));
    count_stretch(sum, "last=", slice(before, -2, length_of(before)));
    count_pairs(sum, "behind:", behind, 0, length - 1 < 14 ? length - 1 : 14);
    count_pairs(sum, "before:", before, length_of(before) > 10 ? length_of(before) - 10 : 0, length_of(before) - 1);
    while (clause < length && char_of(behind, clause) != 0x3001 && char_of(behind, clause) != 0x300c
           && char_of(behind, clause) != 0x300d) {
        clause++;
    }
    count_stretch(sum, "clause ends=", slice(slice(behind, 0, clause), -3, clause));
    count_stretch(sum, "stretch ends=", slice(behind, -3, length));
}

/* The kinds of runs that _WORD knows; 0: none of them. */
static int run_kind(Py_UCS4 c)
{
    if (is_kanji(c) || c == 0x3005) {
        return 1;
    }
    if ((c >= 0x30a1 && c <= 0x30f4) || c == 0x30fc) {
        return 2;
    }
    return c >= 'a' && c <= 'z' ? 3 : 0;
}

/* Kanji in pairs, the last with the kana behind it; katakana and Latin words whole. */
static void count_runs(Sum *sum, const char *name, Stretch stretch)
{
    Py_ssize_t length = length_of(stretch), last;
    for (Py_ssize_t first = 0; first < length; first = last) {
        int kind = run_kind(char_of(stretch, first));
        last = first + 1;
        while (kind && last < length && run_kind(char_of(stretch, last)) == kind) {
            last++;
        }
        if (kind == 0 || (kind != 1 && last - first < 2)) {
            continue;
        }
        int kanji = is_kanji(char_of(stretch, first));
        if (kanji && last - first > 2) {
            count_pairs(sum, name, stretch, first, last - 1);
        } else {
            count_stretch(sum, name, slice(stretch, first, last));
        }
        if (kanji && last < length) {
            count_stretch(sum, name, slice(stretch, last - 1, last + 1));
        }
    }
}

void count_words(Sum *sum, const View *view)
{
    const Text *text = view->before.text;
    count_runs(sum, "word behind=", slice(view->behind, 0, 16));
    count_runs(sum, "word before=", slice(view->before, -16, length_of(view->before)));
    count_runs(sum, "word later=", slice(view->rest, 0, 60));
    if (view->start > 0) {
        Py_ssize_t first = view->start > 2 ? view->start - 2 : 0;
        while (first > 0 && text_at(text, first - 1) != 0x3002) {
            first--;
        }
        Stretch earlier = {text, first, view->start};
        count_runs(sum, "sentence before=", slice(earlier, -40, length_of(earlier)));
    }
    Py_ssize_t first = view->end + 1 < text->length ? view->end + 1 : text->length, last = first;
    while (last < text->length && last < view->end + 50 && text_at(text, last) != 0x3002) {
        last++;
    }
    count_runs(sum, "sentence behind=", (Stretch){text, first, last});
}

/* The three clues of a verb: what, what and how, how. */
static void count_verb(Sum *sum, const char *name, int number, const Predicate *verb)
{
    for (int which = 0; which < 3; which++) {
        Key key;
        key_begin(&key, name);
        if (number >= 0) {
            key_add(&key, (Py_UCS4)('0' + number));
        }
        key_say(&key, which < 2 ? "=" : " ends=");
        if (which < 2) {
            key_core(&key, verb);
        }
        if (which == 1) {
            key_add(&key, '/');
        }
        if (which > 0) {
            key_end(&key, verb);
        }
        if (which < 2 || number >= 0) {
            count_clue(sum, &key);
        }
    }
}

static int verbs_of(Stretch stretch, Predicate *found)
{
    int all = predicates_of(stretch, found), verbs = 0;
    for (int at = 0; at < all; at++) {
        if (is_verb(&found[at])) {
            found[verbs++] = found[at];
        }
    }
    return verbs;
}

void count_verbs(Sum *sum, const View *view)
{
    Predicate found[PREDICATES_MOST];
    Key key;
    int count = verbs_of(slice(view->behind, 0, 60), found);
    for (int at = 0; at < count && at < 2; at++) {
        count_verb(sum, "verb ", at, &found[at]);
    }
    if (count > 0) {
        count_verb(sum, "last verb", -1, &found[count - 1]);
        key_begin(&key, view->taken ? "taken, ends=" : "lured, ends=");
        key_end(&key, &found[count - 1]);
        count_clue(sum, &key);
    } else {
        count = verbs_of(slice(view->rest, 0, 80), found);
        for (int at = 0; at < count && at < 2; at++) {
            count_verb(sum, "later verb ", at, &found[at]);
        }
    }
    count = predicates_of(slice(view->before, -40, length_of(view->before)), found);
    if (count > 0) {
        key_begin(&key, "before=");
        key_core(&key, &found[count - 1]);
        key_add(&key, '/');
        key_end(&key, &found[count - 1]);
        count_clue(sum, &key);
    }
    while (count > 0 && !is_verb(&found[count - 1])) {
        count--;
    }
    if (count > 0) {
        count_verb(sum, "verb before", -1, &found[count - 1]);
    }
}
