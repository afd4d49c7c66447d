/**
 * Responses and conversations that are kept for their callers: what later requests continue, what
 * runs in the background, and how long all of it stays.
 *
 * <pre>
 * a request -> StoredResponses, StoredConversations    what it builds on; another's is not there
 *                  |
 *              BackgroundRuns                          those that go on without their clients
 *                  |
 *              ResponseUpkeep                          its own thread: signs of life, retention
 * </pre>
 *
 * <p>Wire formats are in the adapters; here an item is a JSON object with an id.
 */
@NullMarked
package dev.chasqui.application.responses;

import org.jspecify.annotations.NullMarked;
