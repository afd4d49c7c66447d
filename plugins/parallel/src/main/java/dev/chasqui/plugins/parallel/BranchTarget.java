package dev.chasqui.plugins.parallel;

/**
 * The target of a branch.
 *
 * @param number the branch's number, from 1
 * @param model the model that the branch calls
 * @param label the branch's name for people: the model, numbered if several branches call it
 */
record BranchTarget(int number, String model, String label) {}
