/**
 * {@code /parallel}: sends a request to several models, several times to one, or through several
 * pipelines, and makes one reply from the answers.
 *
 * <p>{@code dev.chasqui.plugins.branches} makes the calls; the classes here are the command and the
 * ways to join: first, all, vote and synthesize.
 */
@NullMarked
package dev.chasqui.plugins.parallel;

import org.jspecify.annotations.NullMarked;
