package dev.chasqui.plugins.parallel;

/**
 * One branch before it runs.
 *
 * @param number counts the branches, from 1
 * @param model whom it asks
 * @param label what people call it: the model, numbered where several branches ask it
 */
record Place(int number, String model, String label) {}
