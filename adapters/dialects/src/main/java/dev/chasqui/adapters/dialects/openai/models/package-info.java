/**
 * The lists of models of servers that speak OpenAI's dialect: their facts, and the same in the
 * forms that clients of several servers read.
 */
@NullMarked
package dev.chasqui.adapters.dialects.openai.models;

import org.jspecify.annotations.NullMarked;
