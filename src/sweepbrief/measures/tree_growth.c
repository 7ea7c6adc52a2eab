/* Growing regression trees (CART; Breiman et al. 1984) on whole-numbered settings, and predicting with them.
 *
 * A split is where  sl^2 / wl + sr^2 / wr  is largest, with s the sum of the outcomes and w the weight on either side. Outcomes
 * are whole numbers too, so that sums are exact in whatever order they are made: the same trees grow everywhere, here and in
 * numpy. Settings are sorted once for all trees, and stay sorted as the rows of a node are dealt out to its children.
 */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LEAF (-1)
#define MISSING (-1)
#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

/* What trees are grown on. */
typedef struct {
    int64_t rows, columns, leaf; /* leaf: fewest rows that a leaf may hold */
    const int32_t *order;        /* (columns, rows): rows by setting, missing ones last */
    const int32_t *code;         /* (columns, rows): settings, -1 where missing */
    const int64_t *y;            /* (rows): outcomes */
} Table;

/* A tree in the making: its nodes level by level, left before right. */
typedef struct {
    int64_t *left, *right, *feature;
    double *threshold;
    uint8_t *missing_left;
    int64_t *weight, *sum;
} Tree;

/* One row of a node, in the order of one column. */
typedef struct {
    int32_t row, code;
} Place;

typedef struct {
    int64_t weight, sum, y;
} Row;

typedef struct {
    double worth;
    uint64_t luck;
    int64_t column, rows; /* rows that go left */
    double threshold;
    int missing_left;
    int64_t weight, sum; /* of those that go left */
} Split;

/* The rows of a node, and whether a split could be found. */
typedef struct {
    int64_t start, stop;
    uint64_t key;
    int open;
} Span;

/* Mix bits (splitmix64; Steele, Lea and Flood 2014). */
static uint64_t mixed(uint64_t key) {
    key += 0x9E3779B97F4A7C15u;
    key = (key ^ (key >> 30)) * 0xBF58476D1CE4E5B9u;
    key = (key ^ (key >> 27)) * 0x94D049BB133111EBu;
    return key ^ (key >> 31);
}

static double worth_of(int64_t sum, int64_t weight, int64_t whole_sum, int64_t whole_weight) {
    const double left = (double)sum, right = (double)(whole_sum - sum);
    return left * left / (double)weight + right * right / (double)(whole_weight - weight);
}

/* Look for a column's best split; missing rows stand last, and go right, or left where `lost` of them are counted first. */
static void scan(const Place *place, int64_t count, int64_t lost, int with_lost, int64_t leaf, const Row *rows, Row whole,
                 Split *best) {
    int64_t weight = 0, sum = 0;
    const int64_t known = count - lost, before = with_lost ? lost : 0;
    if (with_lost)
        for (int64_t i = known; i < count; i++) {
            weight += rows[place[i].row].weight;
            sum += rows[place[i].row].sum;
        }
    for (int64_t i = 0; i + 1 < known + (with_lost ? 0 : lost > 0); i++) {
        const Row *row = &rows[place[i].row];
        weight += row->weight;
        sum += row->sum;
        if (place[i].code == place[i + 1].code || i + 1 + before < leaf || count - (i + 1) - before < leaf)
            continue;
        const double worth = worth_of(sum, weight, whole.sum, whole.weight);
        if (worth > best->worth) {
            best->worth = worth;
            best->rows = i + 1 + before;
            best->threshold = place[i + 1].code == MISSING ? 1.0 / 0.0 : 0.5 * ((double)place[i].code + (double)place[i + 1].code);
            best->missing_left = with_lost || (!lost && i + 1 > count - (i + 1));
            best->weight = weight;
            best->sum = sum;
        }
    }
}

/* Find the best split of a node over all columns; luck decides between equals. */
static Split search(const Table *table, Place *const *places, const Row *rows, const Span *span, Row whole) {
    Split best = {-1.0, 0, -1, 0, 0.0, 0, 0, 0};
    const int64_t count = span->stop - span->start;
    for (int64_t column = 0; column < table->columns; column++) {
        const Place *place = places[column] + span->start;
        if (place[0].code == place[count - 1].code)
            continue;
        Split own = {-1.0, mixed(span->key ^ (uint64_t)column), column, 0, 0.0, 0, 0, 0};
        int64_t lost = 0;
        while (place[count - 1 - lost].code == MISSING)
            lost++;
        scan(place, count, lost, 0, table->leaf, rows, whole, &own);
        if (lost)
            scan(place, count, lost, 1, table->leaf, rows, whole, &own);
        if (own.rows && (own.worth > best.worth || (own.worth == best.worth && own.luck > best.luck)))
            best = own;
    }
    return best;
}

/* Mark who goes left, and tell whether either child could be split again. */
static void mark(const Place *place, int64_t count, const Split *split, const Row *rows, uint8_t *goes, int64_t leaf,
                 int open[2]) {
    int64_t low[2] = {INT64_MAX, INT64_MAX}, high[2] = {INT64_MIN, INT64_MIN}, many[2] = {0, 0};
    for (int64_t i = 0; i < count; i++) {
        const int right = place[i].code == MISSING ? !split->missing_left : (double)place[i].code > split->threshold;
        const int64_t y = rows[place[i].row].y;
        goes[place[i].row] = (uint8_t)!right;
        low[right] = y < low[right] ? y : low[right];
        high[right] = y > high[right] ? y : high[right];
        many[right]++;
    }
    for (int side = 0; side < 2; side++)
        open[side] = many[side] >= 2 * leaf && low[side] < high[side];
}

/* Deal the rows of a node out to its children, in every column's order. */
static void deal(Place *place, int64_t count, const uint8_t *goes, Place *aside) {
    int64_t left = 0, right = 0;
    for (int64_t i = 0; i < count; i++) {
        const Place one = place[i];
        const int to_left = goes[one.row];
        place[left] = one;
        aside[right] = one;
        left += to_left;
        right += !to_left;
    }
    memcpy(place + left, aside, (size_t)right * sizeof(Place));
}

typedef struct {
    Place *memory, *aside, **places;
    Row *rows;
    Span *spans;
    uint8_t *goes;
    int32_t *number;
} Room;

static void release(Room *room) {
    free(room->memory);
    free(room->aside);
    free(room->places);
    free(room->rows);
    free(room->spans);
    free(room->goes);
    free(room->number);
}

static int reserve(Room *room, const Table *table, int64_t held) {
    const size_t columns = (size_t)table->columns, size = (size_t)held;
    memset(room, 0, sizeof *room);
    room->memory = malloc(columns * size * sizeof(Place));
    room->aside = malloc(size * sizeof(Place));
    room->places = malloc(columns * sizeof(Place *));
    room->rows = malloc(size * sizeof(Row));
    room->spans = malloc(2 * size * sizeof(Span));
    room->goes = malloc(size);
    room->number = malloc((size_t)table->rows * sizeof(int32_t));
    return room->memory && room->aside && room->places && room->rows && room->spans && room->goes && room->number;
}

/* Sort the rows of the bag by every column: the order of all rows, without those outside. */
static void gather(const Table *table, const int32_t *weight, int64_t held, Room *room) {
    int32_t found = 0;
    for (int64_t row = 0; row < table->rows; row++) {
        room->number[row] = found;
        if (weight[row]) {
            const Row one = {weight[row], weight[row] * table->y[row], table->y[row]};
            room->rows[found++] = one;
        }
    }
    for (int64_t column = 0; column < table->columns; column++) {
        const int32_t *order = table->order + column * table->rows, *code = table->code + column * table->rows;
        Place *place = room->places[column] = room->memory + column * held;
        for (int64_t i = 0; i < table->rows; i++)
            if (weight[order[i]]) {
                place->row = room->number[order[i]];
                place->code = code[order[i]];
                place++;
            }
    }
}

static Row total(const Row *rows, int64_t held, int *varies) {
    Row whole = {0, 0, 0};
    *varies = 0;
    for (int64_t row = 0; row < held; row++) {
        whole.weight += rows[row].weight;
        whole.sum += rows[row].sum;
        *varies |= rows[row].y != rows[0].y;
    }
    return whole;
}

/* Grow one tree on rows with weights; `tree` has room for twice the rows of the bag. The number of nodes, 0 where memory is
 * short. */
PUBLIC int64_t sweepbrief_grow(const Table *table, const int32_t *weight, uint64_t key, const Tree *tree) {
    Room room;
    int64_t held = 0, nodes = 1;
    for (int64_t row = 0; row < table->rows; row++)
        held += weight[row] != 0;
    if (!reserve(&room, table, held)) {
        release(&room);
        return 0;
    }
    gather(table, weight, held, &room);
    int varies;
    const Row whole = total(room.rows, held, &varies);
    tree->weight[0] = whole.weight;
    tree->sum[0] = whole.sum;
    room.spans[0] = (Span){0, held, mixed(key), varies && held >= 2 * table->leaf};
    for (int64_t node = 0; node < nodes; node++) {
        const Span span = room.spans[node];
        const Row own = {tree->weight[node], tree->sum[node], 0};
        tree->left[node] = tree->right[node] = tree->feature[node] = LEAF;
        tree->threshold[node] = 0.0;
        tree->missing_left[node] = 0;
        if (!span.open)
            continue;
        const Split split = search(table, room.places, room.rows, &span, own);
        if (split.column < 0)
            continue;
        int open[2];
        mark(room.places[split.column] + span.start, span.stop - span.start, &split, room.rows, room.goes, table->leaf, open);
        if (open[0] || open[1])
            for (int64_t column = 0; column < table->columns; column++)
                deal(room.places[column] + span.start, span.stop - span.start, room.goes, room.aside);
        tree->feature[node] = split.column;
        tree->threshold[node] = split.threshold;
        tree->missing_left[node] = (uint8_t)split.missing_left;
        tree->left[node] = nodes;
        tree->right[node] = nodes + 1;
        const int64_t middle = span.start + split.rows;
        room.spans[nodes] = (Span){span.start, middle, mixed(span.key), open[0]};
        tree->weight[nodes] = split.weight;
        tree->sum[nodes++] = split.sum;
        room.spans[nodes] = (Span){middle, span.stop, mixed(~span.key), open[1]};
        tree->weight[nodes] = own.weight - split.weight;
        tree->sum[nodes++] = own.sum - split.sum;
    }
    release(&room);
    return nodes;
}

/* The nodes of all trees, one tree behind the other; as in tree_kernel.c. */
typedef struct {
    const int64_t *left, *right, *feature;
    const double *threshold, *cover, *value;
    const uint8_t *missing_left;
} Nodes;

static int64_t step(const Nodes *nodes, int64_t at, double x) {
    const int left = x != x ? nodes->missing_left[at] : x <= nodes->threshold[at];
    return left ? nodes->left[at] : nodes->right[at];
}

/* Add to `total`, (rows), what each tree predicts of the rows that `asked`, (trees, rows), marks; x is (rows, columns). */
PUBLIC void sweepbrief_predict(const Nodes *nodes, const int64_t *roots, int64_t trees, const double *x, int64_t rows,
                               int64_t columns, const uint8_t *asked, double *total) {
    for (int64_t tree = 0; tree < trees; tree++)
        for (int64_t row = 0; row < rows; row++) {
            if (!asked[tree * rows + row])
                continue;
            int64_t at = roots[tree];
            while (nodes->left[at] != LEAF)
                at = step(nodes, at, x[row * columns + nodes->feature[at]]);
            total[row] += nodes->value[at];
        }
}

/* Predict a row whose settings of one player come from another row. */
static double lent(const Nodes *nodes, int64_t root, const double *x, const double *donor, const int64_t *player, int64_t who) {
    int64_t at = root;
    while (nodes->left[at] != LEAF) {
        const int64_t feature = nodes->feature[at];
        at = step(nodes, at, player[feature] == who ? donor[feature] : x[feature]);
    }
    return nodes->value[at];
}

/* Add to `change`, (players, shuffles, rows), by how much each tree's prediction of the rows that `asked`, (trees, rows), marks
 * changes when the settings of a player come from the row's donor, (shuffles, rows). `seen`, (players), is room of its own. */
PUBLIC void sweepbrief_shuffle(const Nodes *nodes, const int64_t *roots, int64_t trees, const double *x, int64_t rows,
                               int64_t columns, const uint8_t *asked, const int64_t *donors, int64_t shuffles,
                               const int64_t *player, int64_t *seen, double *change) {
    int64_t visit = 0;
    for (int64_t tree = 0; tree < trees; tree++)
        for (int64_t row = 0; row < rows; row++) {
            if (!asked[tree * rows + row])
                continue;
            const double *own = x + row * columns, told = lent(nodes, roots[tree], own, own, player, -1);
            visit++;
            for (int64_t at = roots[tree]; nodes->left[at] != LEAF; at = step(nodes, at, own[nodes->feature[at]])) {
                const int64_t who = player[nodes->feature[at]];
                if (seen[who] == visit)
                    continue;
                seen[who] = visit;
                for (int64_t shuffle = 0; shuffle < shuffles; shuffle++) {
                    const double *donor = x + donors[shuffle * rows + row] * columns;
                    change[(who * shuffles + shuffle) * rows + row] +=
                        lent(nodes, roots[tree], own, donor, player, who) - told;
                }
            }
        }
}
