/* The clues around an amount, found and weighed in one go: the twin of clues_in_words in surroundings.py and of AmountClues.sums. */
#ifndef MADOGUCHI_CLUES_H
#define MADOGUCHI_CLUES_H

#include "text.h"

#define CLUE_MOST 160 /* code points of a clue; a longer one is refused when the table is made, and unknown when it is asked for */
#define ROLES_MOST 5  /* what 16 bytes hold, 24 bits each */

typedef struct {
    PyObject_HEAD
    Py_UCS4 *chars;     /* all clues, one behind the other */
    int32_t *from;      /* clue -> where it begins in `chars`; it ends where the next one begins */
    int32_t *weights;   /* clue * roles + role */
    struct Slot {
        uint32_t hash;
        int32_t clue;   /* + 1, 0: free */
    } *slots;           /* at their hash, or behind it */
    uint32_t mask;
    int32_t count;
    int roles;
} Clues;

/* The sum that is being made. Each clue counts once. */
typedef struct {
    const Clues *clues;
    uint8_t *seen; /* one bit a clue */
    int64_t sums[ROLES_MOST];
} Sum;

/* Characters [first, last) of a text. */
typedef struct {
    const Text *text;
    Py_ssize_t first, last;
} Stretch;

/* A clue while it is put together. */
typedef struct {
    Py_UCS4 chars[CLUE_MOST];
    int count, whole;
} Key;

void key_begin(Key *key, const char *name);
void key_add(Key *key, Py_UCS4 c);
void key_say(Key *key, const char *words);
void key_stretch(Key *key, Stretch stretch);
/* Adds what the clue weighs, if it is known and new. */
void count_clue(Sum *sum, const Key *key);

/* Characters [from, to) of a stretch; below zero counts from its end, beyond it stops there: as Python slices. */
Stretch slice(Stretch stretch, Py_ssize_t from, Py_ssize_t to);
Py_UCS4 char_of(Stretch stretch, Py_ssize_t at);

/* predicates.c: a predicate is the last two characters of its core, and how it ends. */
typedef struct {
    Py_UCS4 core[2];
    int cores;
    const char *end;   /* of the list of endings; "noun" is followed by `particle` */
    Py_UCS4 particle;
} Predicate;

#define PREDICATES_MOST 64 /* more than a stretch of 80 characters holds */

int predicates_of(Stretch stretch, Predicate *found);
int is_verb(const Predicate *predicate);
void key_core(Key *key, const Predicate *predicate);
void key_end(Key *key, const Predicate *predicate);

/* view.c */
typedef struct {
    Stretch before, behind, rest;
    Py_ssize_t start, end; /* of the sentence */
    int taken;
} View;

/* What is told in the whole story: lists of (start, end, state or role), and where the amounts begin. */
typedef struct {
    PyObject *deeds, *tellers;
    Py_ssize_t *starts;
    Py_ssize_t amounts;
} Story;

void count_words(Sum *sum, const View *view);
void count_next(Sum *sum, const View *view);
void count_verbs(Sum *sum, const View *view);

/* deeds.c; -1 with an exception set */
int count_deeds(Sum *sum, const View *view, const Story *story);
int count_told(Sum *sum, const View *view, const Story *story);

extern PyType_Spec clues_spec;

#endif
