// The scripts of the admin's editing pages.

import { tameEditors } from "./markdown.js";
import { offerMoving } from "./moving.js";
import { offerPictures } from "./pictures.js";

tameEditors();
offerMoving();
offerPictures();
