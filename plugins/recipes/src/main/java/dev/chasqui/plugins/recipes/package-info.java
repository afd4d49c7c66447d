/**
 * The recipes of {@code docs/agents.md}, each a plug-in with one agent. The page shows their code;
 * a test compares it. They are for reading, and no distribution has them.
 */
@NullMarked
package dev.chasqui.plugins.recipes;

import org.jspecify.annotations.NullMarked;
