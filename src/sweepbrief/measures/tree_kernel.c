/* Exact path-dependent SHAP values and interaction values of a forest for one block of rows.
 *
 * The Shapley value of feature i is the integral over t in 0..1 of a_i G v, summed over leaves, and its interaction with j half
 * the integral of a_i a_j G v (Quadrature TreeSHAP, arXiv:2605.04497), with a = (o - z) / (t o + (1 - t) z), G the product of
 * t o + (1 - t) z over the features of the path, o = 1 where the row has met all conditions on the feature and else 0, and z
 * the product of the cover ratios of the feature's edges. Let V be the leaves' values below a node weighted with what their
 * paths below it do to G, and c the share of the cover that goes left. Written out for a split, with
 *
 *     E = (row met all earlier conditions) * ((row goes left) - c),    k = t / (t + (1 - t) z),
 *
 * G is multiplied with c + k E on the left and 1 - c - k E on the right, V = c V_left + (1 - c) V_right + k E (V_left - V_right),
 * and the split adds z / (t + (1 - t) z)^2 * G * E * (V_left - V_right) to the integrand of its own feature. Multiplied with a
 * of any feature above, the same vector gives the interactions.
 *
 * Rows are the innermost axis, and no sum runs over rows: whatever the width of the machine's vectors, the same operations are
 * done in the same order, and contraction into fused operations is switched off. The bits of the result do not depend on the
 * machine.
 */

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST_POINTS 8
#define LEAF (-1)
#define ROWS 64
#define INTERFACE 2

#if defined(__GNUC__)
#define INLINE static inline __attribute__((always_inline))
#else
#define INLINE static inline
#endif
/* Rows do not know of one another, and no two arrays overlap that a loop over rows writes to. */
#if defined(__clang__)
#define APART _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define APART _Pragma("GCC ivdep")
#else
#define APART
#endif
#define EACH_ROW APART for (int64_t r = 0; r < ROWS; r++)
#if defined(__x86_64__) && defined(__GNUC__)
#define WIDE 1
#endif
#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

/* Gauss-Legendre rules on 0..1 with 1 to 8 points. */
static const double POINTS[MOST_POINTS][MOST_POINTS] = {
    {0.5},
    {0.2113248654051871, 0.7886751345948129},
    {0.11270166537925831, 0.5, 0.8872983346207417},
    {0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263},
    {0.046910077030668004, 0.23076534494715845, 0.5, 0.7692346550528415, 0.953089922969332},
    {0.03376524289842399, 0.16939530676686773, 0.38069040695840156, 0.6193095930415985, 0.8306046932331322, 0.966234757101576},
    {0.025446043828620736, 0.12923440720030277, 0.2970774243113014, 0.5, 0.7029225756886985, 0.8707655927996972, 0.9745539561713793},
    {0.019855071751231884, 0.10166676129318664, 0.2372337950418355, 0.4082826787521751, 0.591717321247825, 0.7627662049581645, 0.8983332387068134, 0.9801449282487681}
};
static const double WEIGHTS[MOST_POINTS][MOST_POINTS] = {
    {1.0},
    {0.5, 0.5},
    {0.2777777777777778, 0.4444444444444444, 0.2777777777777778},
    {0.17392742256872692, 0.32607257743127305, 0.32607257743127305, 0.17392742256872692},
    {0.11846344252809454, 0.23931433524968324, 0.28444444444444444, 0.23931433524968324, 0.11846344252809454},
    {0.08566224618958518, 0.1803807865240693, 0.23395696728634552, 0.23395696728634552, 0.1803807865240693, 0.08566224618958518},
    {0.06474248308443485, 0.13985269574463832, 0.19091502525255946, 0.2089795918367347, 0.19091502525255946, 0.13985269574463832, 0.06474248308443485},
    {0.05061426814518813, 0.11119051722668724, 0.15685332293894363, 0.181341891689181, 0.181341891689181, 0.15685332293894363, 0.11119051722668724, 0.05061426814518813}
};

/* The nodes of all trees, one tree behind the other, as scikit-learn keeps them. */
typedef struct {
    const int64_t *left, *right, *feature;
    const double *threshold, *cover, *value;
    const uint8_t *missing_left;
} Nodes;

/* What the values are for: columns belong to players, players to groups; pairs are told apart by group. */
typedef struct {
    int64_t columns;
    const double *x;        /* (columns, ROWS), rounded to float32; NaN where missing */
    const int64_t *player;  /* (columns) */
    const int64_t *group;   /* (columns) */
    double *phi;            /* (players, ROWS) */
    double *pairs;          /* (groups * (groups - 1) / 2, ROWS): twice the interaction value */
} Task;

/* One split on the way down. */
typedef struct {
    int64_t node, feature;
    double z, share;
    double inverse[MOST_POINTS]; /* 1 / (t + (1 - t) z) */
    int fresh, at_right;
    double *weight;            /* G, (points) */
    double *left, *right;      /* V of the children, (points) */
    double *edge;              /* E, (rows) */
    double *met;               /* the row met all earlier conditions on the feature, (rows) */
    double *side;              /* ... and this one, for the right child, (rows) */
} Frame;

/* The state of the path, by feature: 1 where a row met all conditions, z, and 1 / (t + (1 - t) z). */
typedef struct {
    double *met, *z, *inverse;
    int64_t *list;
    uint8_t *on;
    int64_t length;
} Path;

/* Give 1 / (t + (1 - t) z). */
INLINE void inverses(double *restrict out, const double *restrict t, double z, int points) {
    for (int q = 0; q < points; q++)
        out[q] = 1.0 / (t[q] + (1.0 - t[q]) * z);
}

/* Find E of the rows at a split, and who meets the condition of the right child. */
INLINE void look(const Nodes *nodes, const Task *task, Frame *frame) {
    const double *restrict x = task->x + frame->feature * ROWS;
    const double threshold = nodes->threshold[frame->node], share = frame->share;
    const double missing = nodes->missing_left[frame->node] ? 1.0 : 0.0;
    double *restrict edge = frame->edge, *restrict side = frame->side;
    const double *restrict met = frame->met;
    EACH_ROW {
        double goes = x[r] <= threshold ? 1.0 : 0.0;
        goes = x[r] != x[r] ? missing : goes;
        edge[r] = met[r] * (goes - share);
        side[r] = met[r] - met[r] * goes;
    }
}

/* Give G of a child: that of the split times c + k E, or 1 - c - k E. */
INLINE void descend(const Frame *frame, double *restrict weight, const double *t, int at_right, int points) {
    const double *restrict edge = frame->edge;
    const double share = at_right ? 1.0 - frame->share : frame->share;
    for (int q = 0; q < points; q++) {
        const double *restrict above = frame->weight + q * ROWS;
        double *restrict here = weight + q * ROWS;
        const double k = t[q] * frame->inverse[q], slope = at_right ? -k : k;
        EACH_ROW
            here[r] = above[r] * (share + slope * edge[r]);
    }
}

INLINE void fill(double *restrict out, double value, int64_t count) {
    for (int64_t r = 0; r < count; r++)
        out[r] = value;
}

/* Give V of a finished split to `out`, and turn its G into G E (V_left - V_right). */
INLINE void ascend(Frame *frame, double *restrict out, const double *t, int points) {
    const double *restrict edge = frame->edge;
    const double share = frame->share;
    for (int q = 0; q < points; q++) {
        const double *restrict left = frame->left + q * ROWS, *restrict right = frame->right + q * ROWS;
        double *restrict weight = frame->weight + q * ROWS, *restrict value = out + q * ROWS;
        const double k = t[q] * frame->inverse[q];
        EACH_ROW {
            const double apart = left[r] - right[r], moved = edge[r] * apart;
            value[r] = right[r] + share * apart + k * moved;
            weight[r] *= moved;
        }
    }
}

/* The same where both children are leaves. */
INLINE void ascend_leaves(Frame *frame, double *restrict out, const double *t, double left, double right, int points) {
    const double *restrict edge = frame->edge;
    const double apart = left - right, base = right + frame->share * apart;
    for (int q = 0; q < points; q++) {
        double *restrict weight = frame->weight + q * ROWS, *restrict value = out + q * ROWS;
        const double k = t[q] * frame->inverse[q] * apart;
        EACH_ROW {
            value[r] = base + k * edge[r];
            weight[r] *= apart * edge[r];
        }
    }
}

/* Integrate with given weights. */
INLINE double integral(const double *restrict vector, const double *restrict by, int64_t r, int points) {
    double sum = by[0] * vector[r];
#if defined(__GNUC__)
#pragma GCC unroll 8
#endif
    for (int q = 1; q < points; q++)
        sum += by[q] * vector[q * ROWS + r];
    return sum;
}

/* Credit a finished split to its feature, and to the pairs of it and each feature above. */
INLINE void credit(const Task *task, const Path *path, const Frame *frame, const double *t, const double *w,
                   double *restrict rest, int points) {
    const int64_t group = task->group[frame->feature];
    const double *restrict vector = frame->weight;
    double by[MOST_POINTS], alone[MOST_POINTS];
    for (int q = 0; q < points; q++) {
        by[q] = w[q] * frame->z * frame->inverse[q] * frame->inverse[q];
        alone[q] = by[q] / (1.0 - t[q]);
    }
    double *restrict phi = task->phi + task->player[frame->feature] * ROWS;
    EACH_ROW {
        phi[r] += integral(vector, by, r, points);
        rest[r] = integral(vector, alone, r, points);
    }
    for (int64_t place = 0; place < path->length; place++) {
        const int64_t other = path->list[place], its = task->group[other];
        if (its == group)
            continue;
        const int64_t high = its > group ? its : group, low = its > group ? group : its;
        double *restrict pair = task->pairs + (high * (high - 1) / 2 + low) * ROWS;
        const double *restrict met = path->met + other * ROWS;
        double joint[MOST_POINTS];
        for (int q = 0; q < points; q++)
            joint[q] = alone[q] * path->inverse[other * MOST_POINTS + q];
        EACH_ROW
            pair[r] += met[r] * integral(vector, joint, r, points) - rest[r];
    }
}

/* Start at a split: remember what the path knows of its feature. */
INLINE void enter(const Nodes *nodes, const Task *task, const Path *path, Frame *frame, int64_t node, const double *t,
                  int points) {
    frame->node = node;
    frame->feature = nodes->feature[node];
    frame->fresh = !path->on[frame->feature];
    frame->z = frame->fresh ? 1.0 : path->z[frame->feature];
    frame->share = nodes->cover[nodes->left[node]] / nodes->cover[node];
    frame->at_right = 0;
    if (frame->fresh)
        fill(frame->met, 1.0, ROWS);
    else
        memcpy(frame->met, path->met + frame->feature * ROWS, (size_t)ROWS * sizeof(double));
    inverses(frame->inverse, t, frame->z, points);
    look(nodes, task, frame);
}

/* Let the path know what a child's edge does to the split's feature. */
INLINE void take_edge(Path *path, const Frame *frame, const double *t, int at_right, int points) {
    const int64_t feature = frame->feature;
    double *restrict met = path->met + feature * ROWS;
    if (!path->on[feature]) {
        path->on[feature] = 1;
        path->list[path->length++] = feature;
    }
    EACH_ROW
        met[r] = at_right ? frame->side[r] : frame->met[r] - frame->side[r];
    path->z[feature] = frame->z * (at_right ? 1.0 - frame->share : frame->share);
    inverses(path->inverse + feature * MOST_POINTS, t, path->z[feature], points);
}

/* Undo it: the path stands above the split again. */
INLINE void leave(Path *path, const Frame *frame, int points) {
    const int64_t feature = frame->feature;
    if (frame->fresh) {
        path->on[feature] = 0;
        path->length--;
        return;
    }
    memcpy(path->met + feature * ROWS, frame->met, (size_t)ROWS * sizeof(double));
    path->z[feature] = frame->z;
    memcpy(path->inverse + feature * MOST_POINTS, frame->inverse, (size_t)points * sizeof(double));
}

/* Everything a walk needs besides its input, from one piece of memory. */
typedef struct {
    double *memory, *rest, *sink;
    int64_t *stack;
    Frame *frames;
    Path path;
} Room;

/* Take `count` doubles, so that the next piece starts on a line of the cache. */
static double *take(double **memory, int64_t count) {
    double *piece = *memory;
    *memory += (count + 7) / 8 * 8;
    return piece;
}

static void release(Room *room) {
    free(room->memory);
    free(room->stack);
    free(room->frames);
    free(room->path.list);
    free(room->path.on);
}

static int reserve(Room *room, const Task *task, int64_t levels) {
    const int64_t columns = task->columns, plane = MOST_POINTS * ROWS;
    const int64_t count = levels * (3 * plane + 3 * ROWS) + columns * (ROWS + MOST_POINTS + 1) + plane + ROWS + 64 * (levels + 2);
    memset(room, 0, sizeof *room);
    room->memory = malloc((size_t)count * sizeof(double));
    room->stack = malloc((size_t)(3 * levels + 3) * sizeof(int64_t));
    room->frames = malloc((size_t)levels * sizeof(Frame));
    room->path.list = malloc((size_t)columns * sizeof(int64_t));
    room->path.on = calloc((size_t)columns, 1);
    if (!room->memory || !room->stack || !room->frames || !room->path.list || !room->path.on)
        return 0;
    double *left = (double *)(((uintptr_t)room->memory + 63) / 64 * 64);
    for (int64_t level = 0; level < levels; level++) {
        Frame *frame = &room->frames[level];
        frame->weight = take(&left, plane);
        frame->left = take(&left, plane);
        frame->right = take(&left, plane);
        frame->edge = take(&left, ROWS);
        frame->met = take(&left, ROWS);
        frame->side = take(&left, ROWS);
    }
    room->rest = take(&left, ROWS);
    room->sink = take(&left, plane);
    room->path.met = take(&left, columns * ROWS);
    room->path.z = take(&left, columns);
    room->path.inverse = take(&left, columns * MOST_POINTS);
    return 1;
}

/* Walk one tree, depth first. */
INLINE void walk(const Nodes *nodes, const Task *task, Room *room, int64_t root, int points) {
    Path *path = &room->path;
    Frame *frames = room->frames;
    const double *t = POINTS[points - 1], *w = WEIGHTS[points - 1];
    int64_t depth = 0;
    int state = 0; /* children of the current split that are finished */
    if (nodes->left[root] == LEAF)
        return;
    fill(frames[0].weight, 1.0, points * ROWS);
    enter(nodes, task, path, &frames[0], root, t, points);
    for (;;) {
        Frame *frame = &frames[depth];
        if (state < 2) {
            const int at_right = state;
            const int64_t child = at_right ? nodes->right[frame->node] : nodes->left[frame->node];
            if (nodes->left[child] == LEAF) {
                state++;
                continue;
            }
            frame->at_right = at_right;
            take_edge(path, frame, t, at_right, points);
            descend(frame, frames[depth + 1].weight, t, at_right, points);
            enter(nodes, task, path, &frames[++depth], child, t, points);
            state = 0;
            continue;
        }
        const int64_t left = nodes->left[frame->node], right = nodes->right[frame->node];
        const int bare_left = nodes->left[left] == LEAF, bare_right = nodes->left[right] == LEAF;
        Frame *above = depth ? &frames[depth - 1] : frame;
        double *out = depth ? (above->at_right ? above->right : above->left) : room->sink;
        if (!bare_left || !bare_right)
            leave(path, frame, points);
        if (bare_left && bare_right) {
            ascend_leaves(frame, out, t, nodes->value[left], nodes->value[right], points);
        } else {
            if (bare_left)
                fill(frame->left, nodes->value[left], points * ROWS);
            if (bare_right)
                fill(frame->right, nodes->value[right], points * ROWS);
            ascend(frame, out, t, points);
        }
        credit(task, path, frame, t, w, room->rest, points);
        if (!depth)
            return;
        state = above->at_right ? 2 : 1;
        depth--;
    }
}

/* Count the distinct features of a tree's longest path; `stack` has three places for each level. */
static int64_t longest_path(const Nodes *nodes, Path *path, int64_t *stack, int64_t root) {
    int64_t depth = 0, distinct = 0;
    if (nodes->left[root] == LEAF)
        return 0;
    stack[0] = root;
    stack[1] = 0; /* children visited */
    for (;;) {
        int64_t *here = stack + 3 * depth;
        const int64_t node = here[0], feature = nodes->feature[node];
        if (!here[1]) {
            here[2] = !path->on[feature];
            path->on[feature] = 1;
            path->length += here[2];
            distinct = path->length > distinct ? path->length : distinct;
        }
        if (here[1] == 2) {
            path->length -= here[2];
            path->on[feature] = !here[2];
            if (!depth--)
                return distinct;
            continue;
        }
        const int64_t child = here[1]++ ? nodes->right[node] : nodes->left[node];
        if (nodes->left[child] != LEAF) {
            stack[3 * ++depth] = child;
            stack[3 * depth + 1] = 0;
        }
    }
}

/* The number of points is a constant to the compiler, and so are the loops over them unrolled. */
INLINE void walk_with(const Nodes *nodes, const Task *task, Room *room, int64_t root, int points) {
    switch (points) {
#define CASE(Q)                                       \
    case Q:                                           \
        walk(nodes, task, room, root, Q); \
        break;
        CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
    }
}

typedef void Walker(const Nodes *, const Task *, Room *, int64_t, int);

static void walk_plain(const Nodes *nodes, const Task *task, Room *room, int64_t root, int points) {
    walk_with(nodes, task, room, root, points);
}

#ifdef WIDE
__attribute__((target("avx2"))) static void walk_avx2(const Nodes *nodes, const Task *task, Room *room, int64_t root,
                                                      int points) {
    walk_with(nodes, task, room, root, points);
}

__attribute__((target("avx512f"))) static void walk_avx512(const Nodes *nodes, const Task *task, Room *room, int64_t root,
                                                           int points) {
    walk_with(nodes, task, room, root, points);
}
#endif

/* Number of the interface: whoever calls must know it. */
PUBLIC int sweepbrief_interface(void) { return INTERFACE; }

/* Say how wide this machine's vectors are: 0 as every machine of its kind, 1 with AVX2, 2 with AVX-512. */
PUBLIC int sweepbrief_width(void) {
#ifdef WIDE
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx512f") ? 2 : __builtin_cpu_supports("avx2") ? 1 : 0;
#else
    return 0;
#endif
}

static Walker *walker(int width) {
#ifdef WIDE
    if (width == 2)
        return walk_avx512;
    if (width == 1)
        return walk_avx2;
#endif
    (void)width;
    return walk_plain;
}

/* Add the values of `trees` trees, none of more than `levels` levels of splits, to phi and pairs. 0 where memory is short. */
PUBLIC int sweepbrief_explain(const Nodes *nodes, const int64_t *roots, int64_t trees, int64_t levels, const Task *task,
                              int width) {
    Room room;
    const int most = sweepbrief_width();
    Walker *run = walker(width < 0 || width > most ? most : width);
    if (!reserve(&room, task, levels > 0 ? levels : 1)) {
        release(&room);
        return 0;
    }
    for (int64_t tree = 0; tree < trees; tree++) {
        const int64_t distinct = longest_path(nodes, &room.path, room.stack, roots[tree]);
        const int64_t points = (distinct + 1) / 2;
        if (distinct)
            run(nodes, task, &room, roots[tree], (int)(points < MOST_POINTS ? points : MOST_POINTS));
    }
    release(&room);
    return 1;
}

/* Add absolute interaction values of the first `rows` rows to `size`, (groups, groups): off the diagonal those of pairs, on it
 * what is left of phi. Twice the values are added, as `pairs` has them; `phi` is (groups, rows of the task). */
PUBLIC void sweepbrief_sizes(const double *phi, const double *pairs, int64_t groups, int64_t stride, int64_t rows, double *own,
                             double *size) {
    for (int64_t place = 0; place < groups * stride; place++)
        own[place] = 2.0 * phi[place];
    for (int64_t high = 1; high < groups; high++)
        for (int64_t low = 0; low < high; low++) {
            const double *pair = pairs + (high * (high - 1) / 2 + low) * stride;
            double *one = own + high * stride, *other = own + low * stride, sum = 0.0;
            for (int64_t r = 0; r < rows; r++) {
                one[r] -= pair[r];
                other[r] -= pair[r];
                sum += pair[r] < 0.0 ? -pair[r] : pair[r];
            }
            size[high * groups + low] += sum;
            size[low * groups + high] += sum;
        }
    for (int64_t group = 0; group < groups; group++)
        for (int64_t r = 0; r < rows; r++) {
            const double value = own[group * stride + r];
            size[group * groups + group] += value < 0.0 ? -value : value;
        }
}
