// Swift's package manager wants one source file a target; everything is in the header.
#include "COpenSSL.h"
