package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.reply.Usage;

/**
 * The usage of one model of a backend for an exchange.
 *
 * @param backend the name of the backend
 * @param model the name by which its backend lists the model
 * @param usage the tokens of all its answers
 * @param media the images and the audio of its answers
 */
public record ModelUsage(String backend, String model, Usage usage, MediaUsage media) {
    /** Makes the usage of a model that answered with text. */
    public ModelUsage(String backend, String model, Usage usage) {
        this(backend, model, usage, MediaUsage.NONE);
    }
}
