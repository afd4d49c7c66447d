package dev.chasqui.plugins.parallel;

/** An answer and the target of the branch that gave it. */
record AnsweredBranch(BranchTarget target, BranchAnswer answer) {}
