/**
 * OpenAI's Responses API for clients, built from our own events, so that every kind of backend
 * answers it. The names in it are those of OpenAI's documentation and of Open Responses.
 *
 * <ul>
 *   <li>A request: {@code ResponsesReader} reads it, with {@code ResponsesInput} for the items,
 *       {@code ResponsesParts} for their content, {@code ResponsesTools} and {@code
 *       ResponsesSettings}. {@code ResponsesSource} keeps what the response needs of it.
 *   <li>A response: {@code ResponseAssembly} joins the events of a reply into output items and
 *       reports each step to a {@code ResponseSink}. A whole response ignores the steps, a stream
 *       writes them ({@code ResponseEvents}), so that both have the same output.
 *   <li>{@code SealedReasoning} is the form in which a client carries reasoning that it sends back.
 * </ul>
 */
@NullMarked
package dev.chasqui.adapters.dialects.responses;

import org.jspecify.annotations.NullMarked;
