/**
 * The decision ledger in files: a line of JSON for each entry, chained by hashes.
 *
 * <p>{@link dev.chasqui.adapters.logs.decisions.DecisionFiles} is the ledger: an {@code EntryQueue}
 * and the one thread that writes. A {@code ChainWriter} appends to the newest file, begins new ones
 * and removes old ones; a {@code ChainEnd} finds what a crash left; a {@code ChainReader} lists and
 * checks. The form of a line is that of {@code ChainLine} alone:
 *
 * <pre>{"seq":7,"at":"…","kind":"departure",…,"prev":"HASH OF LINE 6","hash":"HASH OF LINE 7"}
 * </pre>
 *
 * <p>The hash of a line is the SHA-256 of its bytes without {@code ,"hash":"…"}.
 */
@NullMarked
package dev.chasqui.adapters.logs.decisions;

import org.jspecify.annotations.NullMarked;
