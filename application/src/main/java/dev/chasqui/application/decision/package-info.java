/**
 * The answering of questions with probabilities: each question becomes one chat whose answer is one
 * token.
 */
@NullMarked
package dev.chasqui.application.decision;

import org.jspecify.annotations.NullMarked;
