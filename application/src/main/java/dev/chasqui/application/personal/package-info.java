/**
 * Everything that the server keeps of one user, in one place: its export, its end, and the making
 * and removing of users, after which nobody sees what an earlier user of the name has left.
 */
@NullMarked
package dev.chasqui.application.personal;

import org.jspecify.annotations.NullMarked;
