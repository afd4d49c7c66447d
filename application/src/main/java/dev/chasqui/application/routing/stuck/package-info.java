/**
 * The freeing of models that a client who left has made stuck: an Ollama may go on working for him,
 * and all later requests to the model wait for ever.
 */
@NullMarked
package dev.chasqui.application.routing.stuck;

import org.jspecify.annotations.NullMarked;
