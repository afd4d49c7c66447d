/** The command {@code skills}. It works on the folder of skills, without a running server. */
@NullMarked
package dev.chasqui.cli.skills;

import org.jspecify.annotations.NullMarked;
