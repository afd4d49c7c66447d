/**
 * The facts that users tell the server to remember: the command {@code /memory}, described for
 * users in docs/memory.md.
 *
 * <pre>
 * MemoryAgents   the command, as a source of agents
 * MemoryAgent    remembers, lists and forgets facts, or puts those that fit before the question
 * FittingFacts   chooses the facts that fit a question
 * TextVectors    the embeddings by which they are compared, if there are any
 * </pre>
 *
 * <p>The command is the server's own rather than a plug-in's: a service that is lent to plug-ins
 * would let any of them read what users told.
 */
@NullMarked
package dev.chasqui.application.memory;

import org.jspecify.annotations.NullMarked;
