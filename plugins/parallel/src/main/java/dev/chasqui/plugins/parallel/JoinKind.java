package dev.chasqui.plugins.parallel;

/** How one reply is made of several answers. */
enum JoinKind {
    /** A model writes one answer from all. */
    SYNTHESIZE,
    /** The answer that most branches give. */
    VOTE,
    /** The first whole answer; the other branches are cancelled at once. */
    FIRST,
    /** Every answer, under its model's name. */
    ALL
}
