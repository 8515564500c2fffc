/* SPDX-License-Identifier: GPL-2.0 */
#ifndef TWSTAT_RECORDING_MASK_H
#define TWSTAT_RECORDING_MASK_H

#include "recording/recording.h"

void recording_mask(struct recording *recording);

#endif
