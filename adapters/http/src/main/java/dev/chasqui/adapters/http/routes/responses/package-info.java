/**
 * The routes of the Responses API for servers that keep responses: requests that build on stored
 * ones or run in the background, and the stored responses and conversations themselves.
 *
 * <pre>
 * POST /v1/responses -> ResponseEndpoint -> ResponsePlan    what it builds on, and who keeps it
 *                            |                  |
 *                  the chats' endpoint      BoundResponseCodec
 *                  or BackgroundStart -> BackgroundRun
 * </pre>
 *
 * <p>The form of the JSON objects is the codec's, in the dialects; here only lists and marks of
 * deletion are made.
 */
@NullMarked
package dev.chasqui.adapters.http.routes.responses;

import org.jspecify.annotations.NullMarked;
