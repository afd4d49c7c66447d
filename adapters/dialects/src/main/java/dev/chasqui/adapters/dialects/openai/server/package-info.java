/**
 * The servers that speak OpenAI's dialect: how one is recognised, and what it can be asked beside
 * chats. A hosted service is asked less.
 */
@NullMarked
package dev.chasqui.adapters.dialects.openai.server;

import org.jspecify.annotations.NullMarked;
