package dev.chasqui.adapters.dialects;

import java.util.Optional;

/**
 * The wishes of a request of the Responses API that concern stored things.
 *
 * @param store true if the response shall be kept, which is the default
 * @param background true if the client does not wait for the response
 * @param previous the id of the response that this one follows; empty if there is none
 * @param conversation the id of the conversation that this one belongs to; empty if there is none
 * @param stream true if the client wants the response piece by piece
 */
public record ResponseWishes(
        boolean store,
        boolean background,
        Optional<String> previous,
        Optional<String> conversation,
        boolean stream) {}
