package dev.chasqui.application.port;

import dev.chasqui.domain.reply.Usage;

/**
 * The tokens that one model used for an exchange.
 *
 * @param model the name by which its backend lists the model
 * @param usage the tokens of all its answers
 */
public record ModelUsage(String model, Usage usage) {}
