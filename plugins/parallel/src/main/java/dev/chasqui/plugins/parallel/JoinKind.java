package dev.chasqui.plugins.parallel;

/** The ways to make one reply from several answers. */
enum JoinKind {
    /** A model writes one answer from all answers. */
    SYNTHESIZE,
    /** The answer that most branches give. */
    VOTE,
    /** The first whole answer; the other branches are cancelled at once. */
    FIRST,
    /** All answers, each under its model's name. */
    ALL
}
