/**
 * {@code /judge}: has several candidates answered, of which a model chooses one.
 *
 * <p>{@code dev.chasqui.plugins.branches} makes the candidates; the classes here ask the judge.
 */
@NullMarked
package dev.chasqui.plugins.judge;

import org.jspecify.annotations.NullMarked;
