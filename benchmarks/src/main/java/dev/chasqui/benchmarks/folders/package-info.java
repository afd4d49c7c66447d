/**
 * The tally of answers: {@code benchmarks/run --folders} adds the folders of {@code
 * benchmarks/folders} to a server, asks it their questions, and counts the answers that cite the
 * right passage first.
 *
 * <p>{@link dev.chasqui.benchmarks.folders.QuestionFolder} reads a folder, {@link
 * dev.chasqui.benchmarks.folders.CollectionClient} adds it and asks, {@link
 * dev.chasqui.benchmarks.folders.Verdict} judges an answer, and {@link
 * dev.chasqui.benchmarks.folders.AnswersPage} writes the page.
 */
@NullMarked
package dev.chasqui.benchmarks.folders;

import org.jspecify.annotations.NullMarked;
