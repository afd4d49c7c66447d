/**
 * Summaries of long sessions, so that they fit the context of their model: {@code SessionSummaries}
 * makes them in the background after a turn was stored, {@code TurnText} writes the turns for the
 * model that summarises.
 */
@NullMarked
package dev.chasqui.application.sessions.summary;

import org.jspecify.annotations.NullMarked;
