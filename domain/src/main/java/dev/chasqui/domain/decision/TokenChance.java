package dev.chasqui.domain.decision;

/**
 * A token that a model may say next.
 *
 * @param text the text of the token
 * @param probability its probability, from 0 to 1
 */
public record TokenChance(String text, double probability) {}
