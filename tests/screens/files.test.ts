import { exhibit } from './exhibition'
import { gallery } from './gallery'

exhibit(gallery.files)
