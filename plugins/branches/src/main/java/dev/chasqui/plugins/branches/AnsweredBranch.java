package dev.chasqui.plugins.branches;

/** An answer and the target of the branch that gave it. */
public record AnsweredBranch(BranchTarget target, BranchAnswer answer) {}
