/**
 * OpenAI's dialect, for clients and for backends, and what llama-server adds to it. Questions to a
 * server other than chats are in {@code server}.
 */
@NullMarked
package dev.chasqui.adapters.dialects.openai;

import org.jspecify.annotations.NullMarked;
