/**
 * Answers that clients come back for: the request runs while its client is away, and the answer is
 * kept in memory for a bounded time.
 */
@NullMarked
package dev.chasqui.application.deferred;

import org.jspecify.annotations.NullMarked;
