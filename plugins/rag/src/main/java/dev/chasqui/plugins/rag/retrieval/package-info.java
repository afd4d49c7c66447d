/**
 * The retrieval over any index: several voices become one ranking, without repetitions, of passages
 * that are worth a model's context.
 */
@NullMarked
package dev.chasqui.plugins.rag.retrieval;

import org.jspecify.annotations.NullMarked;
