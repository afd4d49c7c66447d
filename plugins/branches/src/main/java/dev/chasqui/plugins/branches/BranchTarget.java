package dev.chasqui.plugins.branches;

/**
 * The target of a branch.
 *
 * @param number the branch's number, from 1
 * @param model the model that the branch calls
 * @param pipeline the commands of its pipeline in brackets; empty if it has none
 * @param label the branch's name for people: its pipeline, its model or both, numbered if several
 *     branches have the same
 */
public record BranchTarget(int number, String model, String pipeline, String label) {}
