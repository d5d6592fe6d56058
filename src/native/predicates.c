/* What a stretch of Japanese says is done: the twin of predicates_in in predicates.py, which says what each rule is for. */
#include "clues.h"

static int is_kanji(Py_UCS4 c)
{
    return (c >= 0x4e00 && c <= 0x9fa5) || c == 0x3005;
}

static int is_kana(Py_UCS4 c)
{
    return c >= 0x3041 && c <= 0x3093;
}

static int is_katakana(Py_UCS4 c)
{
    return (c >= 0x30a1 && c <= 0x30f4) || c == 0x30fc;
}

static int is_one_of(Py_UCS4 c, const uint16_t *chars)
{
    while (*chars && *chars != c) {
        chars++;
    }
    return *chars != 0;
}

/* Whether the words, each closed by 0 and all by one 0 more, hold one that stands at `at`. Returns its length, 0: none. */
static int word_at(Stretch s, Py_ssize_t at, const uint16_t *words)
{
    while (*words) {
        int length = 0;
        while (words[length] && char_of(s, at + length) == words[length]) {
            length++;
        }
        if (words[length] == 0) {
            return length;
        }
        while (*words) {
            words++;
        }
        words++;
    }
    return 0;
}

/* The same after at most `skip` characters, none of them a line end: .{0,skip}(?:words). */
static int word_soon(Stretch s, int skip, const uint16_t *words)
{
    for (int at = 0; at <= skip; at++) {
        if (word_at(s, at, words)) {
            return 1;
        }
        if (at >= s.last - s.first || char_of(s, at) == '\n') {
            return 0;
        }
    }
    return 0;
}

#define W(text) ((const uint16_t *)u##text)

/* _ENDS, in its order. u"" strings: words closed by \0, the literal's own end closes the list. */
static const char *end_of(Stretch s)
{
    if (word_soon(s, 4, W("よう\0ろ\0なさい\0てほし\0てくださ\0ねば\0なければ\0必要\0ないと\0"))) {
        return "asked";
    }
    if (word_soon(s, 3, W("ない\0なかっ\0ません\0ませぬ\0ず\0まい\0"))) {
        return "not";
    }
    if (word_soon(s, 3, W("そうに\0かけ\0うとし\0ところ\0"))) {
        return "almost";
    }
    for (int at = 0; at <= 2; at++) {
        if (is_one_of(char_of(s, at), W("かがさたなばまらわ")) && char_of(s, at + 1) == 0x308c
            && is_one_of(char_of(s, at + 2), W("たて、るまそ"))) {
            return "passive";
        }
        if (char_of(s, at) == '\n') {
            break;
        }
    }
    if (word_at(s, 0, W("られ\0"))) {
        return "passive";
    }
    if (word_at(s, 0, W("でき\0える\0ける\0せる\0てる\0ねる\0べる\0める\0れる\0げる\0"))) {
        return "can";
    }
    for (int at = 0; at <= 3; at++) {
        if (is_one_of(char_of(s, at), W("ただ")) && !is_one_of(char_of(s, at + 1), W("めろけい"))) {
            return "past";
        }
        if (char_of(s, at) == '\n') {
            break;
        }
    }
    if (word_soon(s, 3, W("て\0で\0"))) {
        return "te";
    }
    if (word_soon(s, 2, W("る\0す\0う\0く\0ぐ\0つ\0ぬ\0ぶ\0む\0"))) {
        return "plain";
    }
    return is_one_of(char_of(s, 0), W("をがはもにのとで")) ? "noun" : "other";
}

/* The core of a predicate at `at`: its length, 0: there is none. */
static Py_ssize_t core_at(Stretch s, Py_ssize_t at)
{
    Py_ssize_t last = at;
    if (is_kanji(char_of(s, at))) {
        while (is_kanji(char_of(s, last))) {
            last++;
        }
        return last - at;
    }
    while (is_katakana(char_of(s, last))) {
        last++;
    }
    if (last - at >= 2) {
        return last - at;
    }
    return last > at ? 0 : word_at(s, at, W("もら\0くれ\0あげ\0とら\0なくな\0かか\0はら\0ふりこ\0おろ\0"));
}

static void keep_last(Predicate *kept, Py_UCS4 c)
{
    if (kept->cores == 2) {
        kept->core[0] = kept->core[1];
        kept->cores = 1;
    }
    kept->core[kept->cores++] = c;
}

int predicates_of(Stretch s, Predicate *found)
{
    static const uint16_t *particles = W("をがはにのもへとでや");
    Predicate kept = {0};
    int count = 0;
    Py_ssize_t length = s.last - s.first, core, at = 0;
    while (at < length) {
        if ((core = core_at(s, at)) == 0) {
            at++;
            continue;
        }
        Py_UCS4 begin = char_of(s, at);
        for (Py_ssize_t i = 0; i < core; i++) {
            keep_last(&kept, char_of(s, at + i));
        }
        Py_ssize_t kana = at + core, last = kana;
        while (last - kana < 10 && is_kana(char_of(s, last))) {
            last++;
        }
        int particle = last - kana == 1 && is_one_of(char_of(s, kana), particles);
        int joins = last - kana <= 1 && !particle;
        if (joins && is_kanji(begin) && is_kanji(char_of(s, last))) {
            at = last;
            continue; /* 振|り|込: one verb */
        }
        int named = begin >= 0x30a1 && begin <= 0x30fc && !is_one_of(char_of(s, kana), W("しすさ"));
        if (last > kana && !named && count < PREDICATES_MOST) {
            kept.end = particle ? "noun" : end_of(slice(s, kana, last + 6));
            kept.particle = char_of(s, kana);
            found[count++] = kept;
        }
        kept.cores = 0;
        at = last;
    }
    return count;
}

int is_verb(const Predicate *predicate)
{
    return !(predicate->end[0] == 'n' && predicate->end[2] == 'u'); /* "noun", not "not" */
}

void key_core(Key *key, const Predicate *predicate)
{
    for (int at = 0; at < predicate->cores; at++) {
        key_add(key, predicate->core[at]);
    }
}

void key_end(Key *key, const Predicate *predicate)
{
    key_say(key, predicate->end);
    if (!is_verb(predicate)) {
        key_add(key, ' ');
        key_add(key, predicate->particle);
    }
}
